package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.clock.Clock;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    private final List<Long> waits = new ArrayList<>();
    private long now = 1_000_000_000_000L;
    private final RequestRate tenPerSecond = new RequestRate(10, () -> now, this::sleep);

    private void sleep(long nanos) {
        waits.add(TimeUnit.NANOSECONDS.toMillis(nanos));
        now += nanos;
    }

    @Test
    void calls_areSpreadEvenlyAfterTheFirst() {
        for (int i = 0; i < 4; i++) {
            tenPerSecond.await();
        }
        assertThat(waits).containsExactly(100L, 100L, 100L);
    }

    @Test
    void unusedTurns_areNotSavedUp() {
        tenPerSecond.await();
        now += TimeUnit.SECONDS.toNanos(5);
        tenPerSecond.await();
        tenPerSecond.await();
        assertThat(waits).containsExactly(100L);
    }

    @Test
    void zero_isNoLimit() {
        assertThat(RequestRate.of(0)).isNull();
        assertThat(RequestRate.of(1)).isNotNull();
    }

    @Test
    void interruptedWait_isACancellationAndStaysSet() {
        RequestRate rate = new RequestRate(1, () -> now, nanos -> {
            throw new InterruptedException();
        });
        rate.await();
        assertThatThrownBy(rate::await).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void redirects_needNoTurn_andInvalidUrlsNone() {
        MetricRegistry registry = new MetricRegistry();
        VuHttp http = new VuHttp(
                new SampleContext(registry, new Recorder(), Clock.system(), SystemTag.DEFAULTS, 1, registry.rootTags()),
                HttpOptions.DEFAULTS,
                threeRedirects(),
                new CookieStore(),
                new Targets(),
                new HttpLog(),
                null,
                tenPerSecond,
                null);

        assertThat(http.get("nonsense").errorCode()).isEqualTo(1020);
        assertThat(http.get("http://shop.test/0").status()).isEqualTo(200);
        assertThat(waits).isEmpty();
        assertThat(http.get("http://shop.test/0").status()).isEqualTo(200);
        assertThat(waits).containsExactly(100L);
    }

    private static Transport threeRedirects() {
        return new Transport() {
            @Override
            public TransportResponse roundTrip(TransportRequest request, RoundTripTrace trace) {
                int hop = Integer.parseInt(request.url().pathSegments().getFirst());
                HeaderList headers = new HeaderList(1);
                int status = hop < 3 ? 302 : 200;
                if (hop < 3) {
                    headers.add("Location", "/" + (hop + 1));
                }
                trace.answered(status, "HTTP/1.1", "");
                return new TransportResponse(status, "", headers, new byte[0]);
            }

            @Override
            public Transport another() {
                return this;
            }

            @Override
            public void close() {}
        };
    }
}
