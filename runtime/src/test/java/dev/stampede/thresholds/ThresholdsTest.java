package dev.stampede.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration FOUR_SECONDS = Duration.ofSeconds(4);

    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();

    // ---- before the run

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http_reqs | avg<5 | invalid threshold \"avg<5\" applied on metric http_reqs; reason: unsupported aggregation"
                        + " method avg on metric of type counter. supported aggregation methods for this metric are: count,"
                        + " rate",
                "http_req_duration{a:b} | count<5 | invalid threshold \"count<5\" applied on metric http_req_duration{a:b};"
                        + " reason: unsupported aggregation method count on metric of type trend. supported aggregation"
                        + " methods for this metric are: avg, min, max, med, p",
                "checks | p(95)<5 | invalid threshold \"p(95)<5\" applied on metric checks; reason: unsupported aggregation"
                        + " method p on metric of type rate. supported aggregation methods for this metric are: rate",
                "vus | max<5 | invalid threshold \"max<5\" applied on metric vus; reason: unsupported aggregation method max"
                        + " on metric of type gauge. supported aggregation methods for this metric are: value",
                "http_req_durations | avg<5 | invalid threshold defined on http_req_durations; reason: no metric name"
                        + " \"http_req_durations\" found; did you mean 'http_req_duration'?",
                "http_req_duratoin{a:b} | avg<5 | invalid threshold defined on http_req_duratoin{a:b}; reason: no metric name"
                        + " \"http_req_duratoin{a:b}\" found; did you mean 'http_req_duration'?",
                "check | rate>0 | invalid threshold defined on check; reason: no metric name \"check\" found; did you mean"
                        + " 'checks'?",
                "ws_something_else | count>0 | invalid threshold defined on ws_something_else; reason: no metric name"
                        + " \"ws_something_else\" found; metrics that begin with 'ws_' are built in, and it is none of them",
                "my-metric | count>0 | invalid threshold defined on my-metric; reason: no metric name \"my-metric\" found",
                "http_reqs{a:b | count>0 | unable to validate threshold expressions; reason: parsing metric name failed,"
                        + " metric \"http_reqs{a:b\" has unmatched opening/close curly brace",
                "http_reqs | 5 | failed parsing threshold expression \"5\"; reason: malformed threshold expression",
            })
    void compile_whatCannotHold_isRefused(String metric, String expression, String message) {
        assertThatThrownBy(() -> Thresholds.compile(List.of(ThresholdSpec.of(metric, expression)), registry))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void compile_listsEveryProblem() {
        List<ThresholdSpec> specs = List.of(
                ThresholdSpec.of("checks", "rate>"),
                ThresholdSpec.of("http_reqs", "avg<5"),
                ThresholdSpec.of("http_reqs", "count<5"),
                ThresholdSpec.of("chekcs", "rate>0.9"),
                ThresholdSpec.of("vus{", "value>x"));

        assertThatThrownBy(() -> Thresholds.compile(specs, registry))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .hasSize(5)
                                .anyMatch(text ->
                                        text.contains("no metric name \"chekcs\" found; did you mean 'checks'?"))
                                .anyMatch(text -> text.contains("\"vus{\" has unmatched"))
                                .anyMatch(text -> text.contains("\"x\": invalid syntax")));
    }

    @ParameterizedTest
    @CsvSource({"my_metric", "dns", "db", "cart_size", "queries{table:users}"})
    void compile_aMetricOfTheTestsOwn_isAwaited(String name) {
        Thresholds thresholds = compile(ThresholdSpec.of(name, "p(95)<5"));

        assertThat(thresholds.problems()).isEmpty();
    }

    // ---- what never comes

    @Test
    void metricThatNeverCame_failsAtTheEnd_andNamesTheNearOnes() {
        registry.register("checkout_time", MetricType.TREND, ValueType.TIME);
        Thresholds thresholds = compile(ThresholdSpec.of("chekout_time", "avg<5")); // may still come
        assertThat(thresholds.evaluate(TWO_SECONDS)).isEmpty();

        assertThat(thresholds.finish(FOUR_SECONDS)).isEmpty();

        assertThat(thresholds.problems())
                .containsExactly(
                        "invalid threshold defined on chekout_time; reason: no metric name \"chekout_time\" found;"
                                + " did you mean 'checkout_time'?");
        assertThat(thresholds.failed()).isTrue();
        assertThat(thresholds.results())
                .containsExactly(new ThresholdResult("chekout_time", "avg<5", Double.NaN, 0, true, true));
    }

    @Test
    void metricThatHasNotComeYet_isNoFailureOfARunThatWasStopped() {
        Thresholds thresholds =
                compile(ThresholdSpec.of("my_trend", "avg<5"), ThresholdSpec.of("checks{check:last}", "rate>0.9"));

        thresholds.finish(FOUR_SECONDS, false);

        assertThat(thresholds.problems()).isEmpty();
        assertThat(thresholds.failed()).isFalse();
    }

    @Test
    void metricThatComesLate_isMeasuredFromItsFirstSample() {
        Thresholds thresholds =
                compile(ThresholdSpec.of("my_counter", "count>=3"), ThresholdSpec.of("my_counter{kind:a}", "count==1"));

        Metric metric = registry.register("my_counter", MetricType.COUNTER, ValueType.DEFAULT);
        record(metric, registry.rootTags().with("kind", "a"), 1);
        record(metric, registry.rootTags().with("kind", "b"), 2);

        assertThat(thresholds.finish(TWO_SECONDS)).isEmpty();
        assertThat(thresholds.problems()).isEmpty();
        assertThat(thresholds.results()).extracting(ThresholdResult::observed).containsExactly(3.0, 1.0);
    }

    @Test
    void metricThatComesWithAnotherType_isAProblemAtOnce() {
        Thresholds thresholds = compile(
                ThresholdSpec.of("my_metric", "p(95)<5"),
                new ThresholdSpec("my_metric{a:b}", "med<5", true, null, true));

        Metric metric = registry.register("my_metric", MetricType.COUNTER, ValueType.DEFAULT);

        assertThat(thresholds.problems())
                .containsExactly(
                        "invalid threshold \"p(95)<5\" applied on metric my_metric; reason: unsupported aggregation method p"
                                + " on metric of type counter. supported aggregation methods for this metric are: count,"
                                + " rate",
                        "invalid threshold \"med<5\" applied on metric my_metric{a:b}; reason: unsupported aggregation method"
                                + " med on metric of type counter. supported aggregation methods for this metric are: count,"
                                + " rate");
        record(metric, registry.rootTags().with("a", "b"), 1);
        assertThat(thresholds.evaluate(TWO_SECONDS)).isEmpty();
        assertThat(thresholds.failed()).isTrue();
        assertThat(thresholds.results()).allMatch(ThresholdResult::failed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http_reqs{name:hmoe} | no tag \"name:hmoe\" found on any sample; did you mean 'home'?",
                "http_reqs{naem:home} | no tag \"naem\" found on any sample; did you mean 'name'?",
                "http_reqs{zz:1} | no tag \"zz\" found on any sample",
                "http_reqs{status:200,name:other} | no tag \"name:other\" found on any sample",
            })
    void tagThatNeverCame_failsAtTheEnd_andNamesTheNearOnes(String metric, String reason) {
        Thresholds thresholds = compile(ThresholdSpec.of(metric, "count<1"));
        record(
                registry.builtin().httpReqs,
                registry.rootTags().with("name", "home").with("status", "200"),
                1);

        assertThat(thresholds.finish(TWO_SECONDS)).isEmpty();

        assertThat(thresholds.problems())
                .containsExactly("invalid threshold defined on " + metric + "; reason: " + reason);
        assertThat(thresholds.failed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"http_reqs{status:500}", "http_reqs{error_code:1212}", "dropped_iterations{scenario:buy}"})
    void tagThatTheWorldSets_orThatCameWithOtherMetrics_mayStayAway(String metric) {
        Thresholds thresholds = compile(ThresholdSpec.of(metric, "count<1"));
        record(
                registry.builtin().httpReqs,
                registry.rootTags().with("scenario", "buy").with("status", "200"),
                1);

        assertThat(thresholds.finish(TWO_SECONDS)).isEmpty();

        assertThat(thresholds.problems()).isEmpty();
        assertThat(thresholds.failed()).isFalse();
    }

    // ---- k6's vectors

    @ParameterizedTest
    @CsvSource({
        "http_req_duration, p(95)<200, '', true",
        "http_req_duration, avg<500, '', true",
        "http_req_duration, avg>1, '', false",
        "http_req_duration, min==0, '', true",
        "http_req_duration, max==0, '', true",
        "http_req_duration, med===0, '', true",
        "checks, rate<0.01, '', true",
        "checks, rate>0.5, '', true",
        "checks, rate>0.5, '1 0', false",
        "http_reqs, count>0, '', false",
        "http_reqs, count==0, '', true",
        "http_reqs, rate>0, '', false",
        "http_reqs, rate==0, '', true",
        "http_reqs, rate==3, '5 1', true",
        "vus, value>=1, '', false",
        "vus, value===-1, '5 -1', true",
        "http_req_duration, p(0)==1, '4 1 3 2', true",
        "http_req_duration, p(100)==4, '4 1 3 2', true",
        "http_req_duration, p(50)<2.52, '4 1 3 2', true",
        "http_req_duration, p(50)>2.48, '4 1 3 2', true",
        "http_req_duration, p(99.99)<=4, '4 1 3 2', true",
        "http_req_duration, p(99.99)>3.96, '4 1 3 2', true",
    })
    void finish_judgesAsK6(String metric, String expression, String samples, boolean holds) {
        Thresholds thresholds = compile(ThresholdSpec.of(metric, expression));
        recordAll(metric, samples);

        String expected = holds ? null : "thresholds on metrics '" + metric + "' have been crossed";

        assertThat(thresholds.finish(TWO_SECONDS).orElse(null)).isEqualTo(expected);
        assertThat(thresholds.failed()).isEqualTo(!holds);
    }

    @Test
    void finish_counterRateWithoutTime_holds() {
        Thresholds thresholds = compile(ThresholdSpec.of("http_reqs", "rate>100"));
        recordAll("http_reqs", "1");

        assertThat(thresholds.finish(Duration.ZERO)).isEmpty();
        assertThat(thresholds.results())
                .singleElement()
                .extracting(ThresholdResult::observed)
                .isEqualTo(Double.NaN);
    }

    @Test
    void finish_listsEveryCrossedMetricSorted() {
        Thresholds thresholds = compile(
                ThresholdSpec.of("vus", "value>5"),
                ThresholdSpec.of("http_reqs{status:200}", "count>5"),
                ThresholdSpec.of("checks", "rate>0.5"),
                ThresholdSpec.of("http_reqs", "count>5"));

        assertThat(thresholds.finish(TWO_SECONDS))
                .hasValue("thresholds on metrics 'http_reqs, http_reqs{status:200}, vus' have been crossed");
    }

    @Test
    void results_standByMetricThenByDeclaration() {
        Thresholds thresholds = compile(
                ThresholdSpec.of("vus", "value>5"),
                ThresholdSpec.of("checks", "rate>0.9"),
                new ThresholdSpec("iterations_failed", "rate==0", false, null, false),
                ThresholdSpec.of("checks", "rate>0.1"));
        recordAll("checks", "1 0");
        thresholds.finish(TWO_SECONDS);

        assertThat(thresholds.results())
                .containsExactly(
                        new ThresholdResult("checks", "rate>0.9", 0.5, 2, true, true),
                        new ThresholdResult("checks", "rate>0.1", 0.5, 2, false, true),
                        new ThresholdResult("iterations_failed", "rate==0", Double.NaN, 0, false, false),
                        new ThresholdResult("vus", "value>5", 0, 0, true, true));
    }

    @Test
    void sameTagsInAnotherOrder_areMeasuredBoth() {
        Thresholds thresholds = compile(
                ThresholdSpec.of("http_reqs{name:a,method:GET}", "count==1"),
                ThresholdSpec.of("http_reqs{method:GET,name:a}", "count==1"));
        record(
                registry.builtin().httpReqs,
                registry.rootTags().with("name", "a").with("method", "GET"),
                1);

        thresholds.finish(TWO_SECONDS);

        assertThat(thresholds.results()).hasSize(2).noneMatch(ThresholdResult::failed);
    }

    // ---- during the run

    @Test
    void evaluate_skipsWhatHasNoSamples() {
        Thresholds thresholds = compile(abortOnFail("http_reqs", "count>0", null));

        assertThat(thresholds.evaluate(TWO_SECONDS)).isEmpty();
        assertThat(thresholds.failed()).isFalse();
        assertThat(thresholds.results())
                .containsExactly(new ThresholdResult("http_reqs", "count>0", Double.NaN, 0, false, true));
    }

    @Test
    void evaluate_withoutAbortOnFail_neverStops() {
        Thresholds thresholds = compile(ThresholdSpec.of("checks", "rate>0.9"));
        recordAll("checks", "0");

        assertThat(thresholds.evaluate(TWO_SECONDS)).isEmpty();
        assertThat(thresholds.failed()).isTrue();

        recordAll("checks", "1 1 1 1 1 1 1 1 1 1 1");
        assertThat(thresholds.evaluate(FOUR_SECONDS)).isEmpty();
        assertThat(thresholds.failed()).isFalse();
    }

    @Test
    void evaluate_abortsOnce_andNamesEveryBreachedMetric() {
        Thresholds thresholds = compile(
                abortOnFail("http_reqs", "count<1", null),
                ThresholdSpec.of("checks", "rate>0.9"),
                ThresholdSpec.of("vus", "value>=0"));
        recordAll("http_reqs", "1");
        recordAll("checks", "0");
        recordAll("vus", "1");

        assertThat(thresholds.evaluate(TWO_SECONDS))
                .hasValue(
                        "thresholds on metrics 'checks, http_reqs' were crossed; at least one has abortOnFail enabled,"
                                + " stopping test prematurely");
        assertThat(thresholds.evaluate(FOUR_SECONDS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT2S, false", "PT2.001S, true", "PT4S, true"})
    void evaluate_delayAbortEval_mustBePast(Duration elapsed, boolean aborts) {
        Thresholds thresholds = compile(abortOnFail("http_reqs", "count<1", TWO_SECONDS));
        recordAll("http_reqs", "1");

        assertThat(thresholds.evaluate(elapsed).isPresent()).isEqualTo(aborts);
        assertThat(thresholds.failed()).isTrue();
    }

    @Test
    void evaluate_delayOfThreeSeconds_abortsAtTheSecondTick() {
        Thresholds thresholds = compile(abortOnFail("http_reqs", "count<1", Duration.ofSeconds(3)));
        recordAll("http_reqs", "1");

        assertThat(thresholds.evaluate(TWO_SECONDS)).isEmpty();
        assertThat(thresholds.evaluate(FOUR_SECONDS)).isPresent();
    }

    private Thresholds compile(ThresholdSpec... specs) {
        return Thresholds.compile(List.of(specs), registry);
    }

    private static ThresholdSpec abortOnFail(String metric, String expression, @Nullable Duration delay) {
        return new ThresholdSpec(metric, expression, true, delay, true);
    }

    private void recordAll(String metric, String samples) {
        List<String> values = new ArrayList<>(List.of(samples.split(" ", -1)));
        values.removeIf(String::isEmpty);
        for (String value : values) {
            record(Objects.requireNonNull(registry.find(metric)), registry.rootTags(), Double.parseDouble(value));
        }
    }

    private void record(Metric metric, TagSet tags, double value) {
        recorder.add(0, tags.series(metric), value, 1);
        recorder.drain((second, series, sink) -> series.sinks().forEach((Sink total) -> total.merge(sink)));
    }
}
