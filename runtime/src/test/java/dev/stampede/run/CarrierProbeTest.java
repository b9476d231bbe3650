package dev.stampede.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.AbortCause;
import dev.stampede.clock.Clock;
import dev.stampede.engine.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarrierProbeTest {
    private final List<Runnable> waiting = new ArrayList<>();

    /** Virtual threads are started, but get no turn unless the test gives them one. */
    private final Clock clock = new Clock() {
        private final Clock system = Clock.system();

        @Override
        public long nanoTime() {
            return system.nanoTime();
        }

        @Override
        public long epochNanos() {
            return system.epochNanos();
        }

        @Override
        public void sleepUntil(long deadlineNanos) throws InterruptedException {
            system.sleepUntil(deadlineNanos);
        }

        @Override
        public Thread start(String name, Runnable body) {
            waiting.add(body);
            return Thread.ofVirtual().unstarted(body);
        }

        @Override
        public Thread startDaemon(String name, Runnable body) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void interrupt(Thread thread) {
            system.interrupt(thread);
        }

        @Override
        public Signal newSignal() {
            return system.newSignal();
        }
    };

    private final RunState state = new RunState(clock);
    private final CarrierProbe probe = new CarrierProbe(clock, state, () -> "Most virtual users are at shop.Cart.add.");

    private void beats(int count) {
        for (int i = 0; i < count; i++) {
            probe.beat();
        }
    }

    @Test
    void silenceOfAMinute_endsTheRunAndSaysWhereUsersAre() {
        beats(CarrierProbe.MOST_SILENT_BEATS);
        assertThat(state.abort()).isNull();

        probe.beat();

        RunState.Abort abort = requireNonNull(state.abort());
        assertThat(abort.why()).isEqualTo(AbortCause.SYSTEM);
        assertThat(abort.reason())
                .isEqualTo(
                        "no virtual thread had a turn for 60 s: code that neither ends nor lets others go on meanwhile"
                                + " (an endless loop, a native call) keeps all threads that carry them. Most virtual users are at"
                                + " shop.Cart.add.");
    }

    @Test
    void turnAtLast_beginsTheCountAnew() {
        beats(CarrierProbe.MOST_SILENT_BEATS);
        waiting.removeFirst().run();
        beats(CarrierProbe.MOST_SILENT_BEATS);

        assertThat(state.abort()).isNull();
    }

    @Test
    void probe_isNotStartedAgainWhileOneWaits() {
        beats(5);

        assertThat(waiting).hasSize(1);
    }
}
