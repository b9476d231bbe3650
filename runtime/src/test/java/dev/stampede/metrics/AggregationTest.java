package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregationTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    @ParameterizedTest
    @CsvSource({
        "COUNTER, count, 10",
        "COUNTER, rate, 5",
        "GAUGE, value, 2",
        "GAUGE, min, 1",
        "GAUGE, max, 4",
        "RATE, rate, 1",
        "TREND, avg, 2.5",
        "TREND, min, 1",
        "TREND, max, 4",
        "TREND, count, 4",
        "TREND, p(0), 1",
        "TREND, p(100), 4",
    })
    void value_isExactWhereNoBucketIsInvolved(MetricType type, String aggregation, double expected) {
        Sink sink = sink(type, 4, 1, 3, 2);

        assertThat(Aggregation.parse(aggregation).value(sink, TWO_SECONDS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"med, 2.5", "p(50), 2.5", "p(99.99), 3.9997", "p(25), 1.75", "p(0x1p5), 1.96"})
    void value_ofPercentile_isWithinABucket(String aggregation, double expected) {
        Sink sink = sink(MetricType.TREND, 4, 1, 3, 2);

        assertThat(Aggregation.parse(aggregation).value(sink, TWO_SECONDS)).isCloseTo(expected, within(expected / 128));
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTER, count",
        "GAUGE, value",
        "GAUGE, min",
        "TREND, avg",
        "TREND, med",
        "TREND, p(95)",
        "TREND, count"
    })
    void measure_ofEmptySink_isZero(MetricType type, String aggregation) {
        assertThat(Aggregation.parse(aggregation).measure(type.newSink(), TWO_SECONDS))
                .hasValue(0);
    }

    @Test
    void measure_ofEmptyRate_isMissingAndItsValueZero() {
        Aggregation rate = Aggregation.parse("rate");

        assertThat(rate.measure(MetricType.RATE.newSink(), TWO_SECONDS)).isEmpty();
        assertThat(rate.value(MetricType.RATE.newSink(), TWO_SECONDS)).isZero();
    }

    @Test
    void measure_ofCounterRate_needsTime() {
        Aggregation rate = Aggregation.parse("rate");

        assertThat(rate.measure(sink(MetricType.COUNTER, 3), Duration.ZERO)).isEmpty();
        assertThat(rate.value(sink(MetricType.COUNTER, 3), Duration.ZERO)).isZero();
        assertThat(rate.measure(MetricType.COUNTER.newSink(), TWO_SECONDS)).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p", "P(95)", "p95", "p(95", "average", "sum", " avg", "p (95)"})
    void parse_unknown_saysSo(String text) {
        assertThatThrownBy(() -> Aggregation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("failed parsing method from expression");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p(-1)", "p(100.1)", "p(NaN)", "p(Inf)"})
    void parse_percentileOutOfRange_saysSo(String text) {
        assertThatThrownBy(() -> Aggregation.parse(text))
                .hasMessage("malformed percentile value, provide a number between 0 and 100");
    }

    @Test
    void parse_percentileThatIsNoNumber_saysSo() {
        assertThatThrownBy(() -> Aggregation.parse("p(x)"))
                .hasMessage("malformed percentile value; reason: strconv.ParseFloat: parsing \"x\": invalid syntax");
    }

    @Test
    void thresholdMethods_standInTheOrderOfK6() {
        assertThat(Aggregation.thresholdMethods(MetricType.COUNTER)).containsExactly("count", "rate");
        assertThat(Aggregation.thresholdMethods(MetricType.GAUGE)).containsExactly("value");
        assertThat(Aggregation.thresholdMethods(MetricType.RATE)).containsExactly("rate");
        assertThat(Aggregation.thresholdMethods(MetricType.TREND)).containsExactly("avg", "min", "max", "med", "p");
    }

    @Test
    void summaryKnowsMoreThanThresholds() {
        assertThat(Aggregation.parse("count").supports(MetricType.TREND)).isTrue();
        assertThat(Aggregation.parse("count").allowedInThreshold(MetricType.TREND))
                .isFalse();
        assertThat(Aggregation.parse("max").supports(MetricType.GAUGE)).isTrue();
        assertThat(Aggregation.parse("max").allowedInThreshold(MetricType.GAUGE))
                .isFalse();
    }

    @Test
    void value_ofOtherType_namesWhatThereIs() {
        assertThatThrownBy(() -> Aggregation.parse("p(95)").value(MetricType.COUNTER.newSink(), TWO_SECONDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a metric of type counter has no 'p(95)', only: count, rate");
    }

    private static Sink sink(MetricType type, double... values) {
        Sink sink = type.newSink();
        for (double value : values) {
            sink.add(value, 0);
        }
        return sink;
    }
}
