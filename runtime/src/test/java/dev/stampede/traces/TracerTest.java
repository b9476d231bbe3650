package dev.stampede.traces;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.clock.FakeClock;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracerTest {
    private static final String ID = "dc07188080d0e2c6bfce972f01020304";

    private static Tracer tracer(TraceOptions options, boolean cloud) {
        return new Tracer(options, new FakeClock(), () -> cloud, call -> {});
    }

    private static TraceContext begin(Tracer tracer) {
        return requireNonNull(tracer.context(null));
    }

    @Test
    void traceIds_areThoseOfK6() {
        // 494, 12 or 33, and the time as zig-zag varints: worked out apart from this code
        long nanos = 1_700_000_000_000_000_000L;

        assertThat(TraceIds.next(true, nanos))
                .startsWith("dc07188080d0e2c6bfce972f")
                .hasSize(32);
        assertThat(TraceIds.next(false, nanos))
                .startsWith("dc07428080d0e2c6bfce972f")
                .hasSize(32);
    }

    @Test
    void traceIds_ofTheSameNanosecondDiffer() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ids.add(TraceIds.next(true, 1_700_000_000_000_000_000L));
        }
        assertThat(ids).hasSizeGreaterThan(90); // four of their bytes are random
    }

    @Test
    void traceIds_sayWhetherTheCloudIsTold() {
        assertThat(begin(tracer(TraceOptions.of(Propagator.W3C), true)).traceId())
                .startsWith("dc0718");
        assertThat(begin(tracer(TraceOptions.of(Propagator.W3C), false)).traceId())
                .startsWith("dc0742");
    }

    @Test
    void headers_areThoseOfK6() {
        TraceContext w3c = begin(tracer(TraceOptions.of(Propagator.W3C), true));
        TraceContext jaeger = begin(tracer(TraceOptions.of(Propagator.JAEGER), true));

        assertThat(w3c.header()).matches("00-" + w3c.traceId() + "-[0-9a-f]{16}-01");
        assertThat(jaeger.header()).matches(jaeger.traceId() + ":[0-9a-f]{8}:0:1");
        assertThat(Propagator.W3C.header()).isEqualTo("traceparent");
        assertThat(Propagator.JAEGER.header()).isEqualTo("uber-trace-id");
    }

    @Test
    void samplingNone_marksEveryHeader() {
        Tracer w3c = tracer(new TraceOptions(Propagator.W3C, 0, null), true);
        Tracer jaeger = tracer(new TraceOptions(Propagator.JAEGER, 0, null), true);

        for (int i = 0; i < 20; i++) {
            assertThat(begin(w3c)).satisfies(context -> {
                assertThat(context.sampled()).isFalse();
                assertThat(context.header()).endsWith("-00");
            });
            assertThat(begin(jaeger).header()).endsWith(":0:0");
        }
    }

    @Test
    void samplingATenth_marksNineOfTen() {
        Tracer tracer = tracer(new TraceOptions(Propagator.W3C, 0.1, null), true);
        int sampled = 0;
        for (int i = 0; i < 10_000; i++) {
            sampled += begin(tracer).sampled() ? 1 : 0;
        }
        assertThat(sampled).isBetween(800, 1200); // more than six standard deviations on either side
    }

    @ParameterizedTest
    @CsvSource({
        "W3C, 00-" + ID + "-00f067aa0ba902b7-01, " + ID + ", true",
        "W3C, 00-" + ID + "-00f067aa0ba902b7-00, " + ID + ", false",
        "W3C, 01-" + ID + "-00f067aa0ba902b7-03-more, " + ID + ", true",
        "JAEGER, " + ID + ":1a:0:1, " + ID + ", true",
        "JAEGER, 3e8:1a:0:2, 000000000000000000000000000003e8, false",
    })
    void givenHeader_isRead(Propagator propagator, String header, String id, boolean sampled) {
        assertThat(tracer(TraceOptions.of(propagator), true).context(header))
                .isEqualTo(new TraceContext(id, header, sampled));
    }

    @ParameterizedTest
    @CsvSource({
        "W3C, abc",
        "W3C, 00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "W3C, 00-" + ID + "-00f067aa0ba902b7",
        "JAEGER, 0:1a:0:1",
        "JAEGER, 00-" + ID + "-00f067aa0ba902b7-01",
    })
    void givenHeaderThatCannotBeRead_isNoTrace(Propagator propagator, String header) {
        assertThat(tracer(TraceOptions.of(propagator), true).context(header)).isNull();
    }

    @Test
    void options_refuseWhatCannotBe() {
        assertThatThrownBy(() -> new TraceOptions(Propagator.W3C, 1.1, null))
                .hasMessage("sampling must be between 0 and 1 but was 1.1");
        assertThatThrownBy(() -> new TraceOptions(Propagator.W3C, Double.NaN, null))
                .hasMessage("sampling must be between 0 and 1 but was NaN");
        assertThatThrownBy(() -> new TraceOptions(Propagator.W3C, 1, "http://tempo/"))
                .hasMessage("the link must have {traceId} in it but was 'http://tempo/'");
    }
}
