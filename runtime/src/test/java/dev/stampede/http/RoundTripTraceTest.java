package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpTimings;
import org.junit.jupiter.api.Test;

/** The formulas of k6's lib/netext/httpext/tracer.go. */
class RoundTripTraceTest {
    private static final long MS = 1_000_000;

    private final RoundTripTrace trace = new RoundTripTrace();
    private final double[] values = new double[HopSampler.VALUES];

    private HttpTimings doneAt(long nanos) {
        trace.done(nanos);
        trace.values(values);
        HttpTimings timings = RoundTripTrace.timings(values);
        assertThat(values[0]).isEqualTo(1);
        assertThat(values[1]).isEqualTo(timings.duration());
        return timings;
    }

    @Test
    void newTlsConnection() {
        trace.begin(1 * MS);
        trace.connecting(3 * MS);
        trace.connected(3 * MS, 7 * MS);
        trace.tlsStarted(7 * MS);
        trace.tlsDone(15 * MS);
        trace.gotConnection(16 * MS, null);
        trace.sent(17 * MS);
        trace.firstByte(49 * MS);
        assertThat(doneAt(113 * MS)).isEqualTo(new HttpTimings(15, 4, 8, 2, 32, 64));
    }

    @Test
    void newPlainConnection_sendsFromConnected() {
        trace.begin(1 * MS);
        trace.connected(2 * MS, 4 * MS);
        trace.gotConnection(5 * MS, null);
        trace.sent(8 * MS);
        trace.firstByte(9 * MS);
        assertThat(doneAt(10 * MS)).isEqualTo(new HttpTimings(4, 2, 0, 4, 1, 1));
    }

    @Test
    void keptConnection_sendsFromWhenItWasGot() {
        trace.begin(1 * MS);
        trace.gotConnection(2 * MS, null);
        trace.sent(4 * MS);
        trace.firstByte(8 * MS);
        assertThat(doneAt(16 * MS)).isEqualTo(new HttpTimings(1, 0, 0, 2, 4, 8));
    }

    @Test
    void noByteEver_isWaitingToTheEnd() {
        trace.begin(1 * MS);
        trace.gotConnection(2 * MS, null);
        trace.sent(4 * MS);
        assertThat(doneAt(104 * MS)).isEqualTo(new HttpTimings(1, 0, 0, 2, 100, 0));
    }

    @Test
    void byteBeforeTheRequestWasSent_isNoWaiting() {
        trace.begin(1 * MS);
        trace.gotConnection(2 * MS, null);
        trace.firstByte(3 * MS);
        trace.sent(4 * MS);
        assertThat(doneAt(5 * MS)).isEqualTo(new HttpTimings(1, 0, 0, 2, 0, 2));
    }

    @Test
    void failedHandshake_hasConnectingOnly() {
        trace.begin(1 * MS);
        trace.connected(2 * MS, 4 * MS);
        trace.tlsStarted(4 * MS);
        assertThat(doneAt(9 * MS)).isEqualTo(new HttpTimings(0, 2, 0, 0, 0, 0));
    }

    @Test
    void refused_isNothing_alsoAfterAnotherRoundTrip() {
        newTlsConnection();
        trace.begin(1 * MS);
        trace.connecting(2 * MS);
        assertThat(doneAt(9 * MS)).isEqualTo(HttpTimings.NONE);
        assertThat(trace.status()).isZero();
        assertThat(trace.proto()).isEmpty();
        assertThat(trace.tlsVersion()).isEmpty();
    }
}
