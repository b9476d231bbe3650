package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.metrics.Sink;
import dev.stampede.metrics.Sink.CounterSink;
import dev.stampede.metrics.Sink.GaugeSink;
import dev.stampede.metrics.Sink.RateSink;
import dev.stampede.metrics.Sink.TrendSink;
import dev.stampede.segments.Share;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VuSessionTest {
    private final EngineHarness engine = new EngineHarness();
    private final VuSession vu = session(7, "");

    VuSessionTest() {
        vu.activate(Scenario.of("browse", new LoadProfile.ConstantVus(1, Duration.ofSeconds(1))));
    }

    private VuSession session(int number, String group) {
        return new VuSession(number, Share.WHOLE, group, engine.env, engine.samples(number), engine.state);
    }

    @Test
    void identity_isWhatItWasMadeWith() {
        assertThat(vu.id()).isEqualTo(7);
        assertThat(vu.scenario()).isEqualTo("browse");
        assertThat(vu.iteration()).isZero();
    }

    @Test
    void groups_nest_andTakeTime() {
        int length = vu.group("front", () -> {
            vu.sleep("1s");
            vu.group("inner", () -> vu.sleep("500ms"));
            vu.check("inside", true);
            return "body".length();
        });
        vu.check("outside", true);

        Map<String, Sink> samples = engine.drain();
        assertThat(length).isEqualTo(4);
        assertThat(samples)
                .containsOnlyKeys(
                        "group_duration{group:::front,scenario:browse}",
                        "group_duration{group:::front::inner,scenario:browse}",
                        "checks{check:inside,group:::front,scenario:browse}",
                        "checks{check:outside,group:,scenario:browse}");
        assertThat(engine.sink(TrendSink.class, "group_duration{group:::front,scenario:browse}")
                        .histogram()
                        .sum())
                .isEqualTo(1500);
    }

    @Test
    void group_thatThrows_isMeasuredAndLeft() {
        assertThatThrownBy(() -> vu.group("front", () -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        vu.counter("after").add(1);

        assertThat(engine.drain())
                .containsOnlyKeys("group_duration{group:::front,scenario:browse}", "after{group:,scenario:browse}");
    }

    @Test
    void names_withTheSeparatorAreRefused() {
        assertThatThrownBy(() -> vu.group("a::b", () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group and check names may not contain '::', but was 'a::b'");
        assertThatThrownBy(() -> vu.check("a::b", true)).hasMessageContaining("may not contain '::'");
        assertThat(engine.drain()).isEmpty();
    }

    @Test
    void checks_countPassesAndFailures_andNeverThrowAssertionErrors() {
        assertThat(vu.check("a", true)).isTrue();
        assertThat(vu.check("a", false)).isFalse();
        assertThat(vu.check("a", () -> assertThat("a").isNotEmpty())).isTrue();
        assertThat(vu.check("a", () -> assertThat("a").isEmpty())).isFalse();

        var sink = engine.sink(RateSink.class, "checks{check:a,group:,scenario:browse}");
        assertThat(sink.count()).isEqualTo(4);
        assertThat(sink.nonZero()).isEqualTo(2);
    }

    @Test
    void check_thatThrowsSomethingElse_countsAsFailedAndIsPassedOn() {
        assertThatThrownBy(() -> vu.check("a", () -> {
                    throw new IOException("no answer");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no answer");

        var sink = engine.sink(RateSink.class, "checks{check:a,group:,scenario:browse}");
        assertThat(sink.count()).isEqualTo(1);
        assertThat(sink.nonZero()).isZero();
    }

    @Test
    void customMetrics_keepTheirTypesAndTags() {
        vu.counter("my_counter").add(2);
        vu.counter("my_counter").add(0.5);
        vu.gauge("my_gauge").add(-3);
        vu.rate("my_rate").add(true);
        vu.rate("my_rate").add(0);
        vu.trend("my_trend").add(-1, Map.of("neg", "yes"));
        vu.trend("my_trend").add(Double.NaN);

        Map<String, Sink> samples = engine.drain();
        assertThat(engine.sink(CounterSink.class, "my_counter{group:,scenario:browse}")
                        .sum())
                .isEqualTo(2.5);
        assertThat(engine.sink(GaugeSink.class, "my_gauge{group:,scenario:browse}")
                        .max())
                .isEqualTo(-3);
        assertThat(engine.sink(RateSink.class, "my_rate{group:,scenario:browse}")
                        .rate())
                .isEqualTo(0.5);
        assertThat(engine.sink(TrendSink.class, "my_trend{group:,neg:yes,scenario:browse}")
                        .histogram()
                        .tooLow())
                .isEqualTo(1);
        assertThat(samples).hasSize(4);
    }

    @Test
    void customMetric_ofAnotherType_isRefused() {
        vu.counter("mine").add(1);

        assertThatThrownBy(() -> vu.trend("mine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metric 'mine' already exists but with type counter, instead of trend");
        assertThatThrownBy(() -> vu.rate("http_reqs")).hasMessageContaining("already exists but with type counter");
        assertThatThrownBy(() -> vu.counter("1st")).hasMessageContaining("Invalid metric name: '1st'");
    }

    @Test
    void tag_staysUntilItIsChanged_alsoOutsideTheGroupItWasSetIn() {
        vu.group("front", () -> vu.tag("plan", "gold"));
        vu.counter("seen").add(1);

        assertThat(engine.drain()).containsKey("seen{group:,plan:gold,scenario:browse}");
    }

    @Test
    void time_isATrendOfMilliseconds() throws Exception {
        String row = vu.time("query", () -> {
            vu.sleep("20ms");
            return "row";
        });

        assertThat(row).isEqualTo("row");
        var metric = Objects.requireNonNull(engine.registry.find("query"));
        assertThat(metric.contains()).isEqualTo(dev.stampede.metrics.ValueType.TIME);
        assertThat(engine.sink(TrendSink.class, "query{group:,scenario:browse}")
                        .histogram()
                        .max())
                .isEqualTo(20);
    }

    @Test
    void setup_hasItsGroupAndNoScenario() {
        VuSession setup = session(0, "::setup");

        setup.check("ready", true);

        assertThat(engine.drain()).containsOnlyKeys("checks{check:ready,group:::setup}");
    }
}
