package dev.stampede.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Exemplar;
import dev.stampede.metrics.Allocations;
import dev.stampede.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExemplarsTest {
    private static final long START = 1_700_000_000_123_456_789L;

    private final MetricRegistry registry = new MetricRegistry();
    private final Exemplars exemplars = exemplars(null);

    private static Exemplars exemplars(@Nullable String link) {
        return new Exemplars(new TraceOptions(Propagator.W3C, 1, link));
    }

    private TracedCall call(String id, String name, int status, long millis) {
        return call(id, name, status, millis, true);
    }

    private TracedCall call(String id, String name, int status, long millis, boolean sampled) {
        return new TracedCall(
                new TraceContext(id, "", sampled),
                registry.rootTags()
                        .with("name", name)
                        .with("scenario", "default")
                        .with("group", "::front"),
                "GET",
                "http://shop/?id=1",
                status,
                status == 0 || status >= 400,
                START,
                START + millis * 1_000_000);
    }

    @Test
    void slowest_areKeptInOrder() {
        for (int millis : new int[] {3, 9, 1, 7, 5, 2, 8, 4, 6}) {
            exemplars.add(call("t" + millis, "home", 200, millis));
        }
        assertThat(exemplars.list()).extracting(Exemplar::traceId).containsExactly("t9", "t8", "t7", "t6", "t5");
    }

    @Test
    void failed_areTheFirstOfEachKindAndComeFirst() {
        exemplars.add(call("a", "home", 503, 1));
        exemplars.add(call("b", "home", 503, 1));
        exemplars.add(call("c", "home", 200, 9));
        exemplars.add(call("d", "cart", 503, 1));
        for (int status = 0; status < 600; status += 100) {
            exemplars.add(call("e" + status, "pay", status, 1));
        }

        assertThat(exemplars.list().stream().filter(Exemplar::failed))
                .extracting(Exemplar::traceId)
                .startsWith("a", "d", "e0", "e400", "e500")
                .filteredOn(id -> id.startsWith("e"))
                .hasSize(3);
        assertThat(exemplars.list().get(5).traceId()).isEqualTo("c");
    }

    @Test
    void unsampled_areNotKept() {
        exemplars.add(call("a", "home", 503, 1, false));

        assertThat(exemplars.list()).isEmpty();
    }

    @Test
    void exemplar_saysWhatWasTraced() {
        Exemplars linked = exemplars("http://tempo/{traceId}?from={start}&to={end}");
        linked.add(call("abc", "cart", 503, 12));

        assertThat(linked.list())
                .containsExactly(new Exemplar(
                        "abc",
                        Optional.of("http://tempo/abc?from=1700000000123&to=1700000000136"),
                        true,
                        Instant.parse("2023-11-14T22:13:20.123456789Z"),
                        Duration.ofMillis(12),
                        "default",
                        "::front",
                        "GET",
                        "cart",
                        503));
    }

    @Test
    void withoutNameTag_theUrlStandsForIt() {
        exemplars.add(new TracedCall(
                new TraceContext("abc", "", true), registry.rootTags(), "GET", "http://shop/", 200, false, 0, 1));

        assertThat(exemplars.list()).first().satisfies(one -> {
            assertThat(one.name()).isEqualTo("http://shop/");
            assertThat(one.scenario()).isEmpty();
            assertThat(one.link()).isEmpty();
        });
    }

    @Test
    void roundTripsThatAreNotAmongTheWorst_allocateNothing() {
        for (int i = 0; i < 5; i++) {
            exemplars.add(call("slow", "home", 200, 100 + i));
        }
        TracedCall usual = call("usual", "home", 200, 1);
        Runnable body = () -> {
            for (int i = 0; i < 1000; i++) {
                exemplars.add(usual);
            }
        };
        body.run();

        assertThat(Allocations.of(body)).isZero();
    }
}
