package dev.stampede.metrics;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One number made of a sink, such as {@code avg}, {@code p(95)}, {@code count}, {@code rate} or {@code value}. Immutable.
 * (k6: {@code metrics/metric_type.go}, {@code metrics/sink.go}; texts of errors are k6's.)
 *
 * @param method what is computed
 * @param percentile from 0 to 100 for {@link Method#PERCENTILE}, otherwise 0
 * @param text as written, such as {@code p(95)}
 */
public record Aggregation(Method method, double percentile, String text) {

    /** What is computed. */
    public enum Method {
        /** Sum of a counter's values; number of a trend's samples. */
        COUNT,
        /** A counter's sum per second of the test; the share of a rate's values that are not zero, from 0 to 1. */
        RATE,
        /** Last value of a gauge. */
        VALUE,
        /** Average. */
        AVG,
        /** Smallest value. */
        MIN,
        /** Largest value. */
        MAX,
        /** Median. */
        MED,
        /** Percentile. */
        PERCENTILE;

        private final String key = name().equals("PERCENTILE") ? "p" : name().toLowerCase(Locale.ROOT);

        /** Name as k6 writes it; {@code p} for a percentile. */
        public String key() {
            return key;
        }
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if there is no such aggregation
     */
    public static Aggregation parse(String text) {
        for (Method method : Method.values()) {
            if (method != Method.PERCENTILE && method.key().equals(text)) {
                return new Aggregation(method, 0, text);
            }
        }
        if (text.startsWith("p(") && text.endsWith(")")) {
            return new Aggregation(Method.PERCENTILE, percentile(text.substring(2, text.length() - 1)), text);
        }
        throw new IllegalArgumentException("failed parsing method from expression");
    }

    private static double percentile(String number) {
        double value;
        try {
            value = GoText.parseFloat(number);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("malformed percentile value; reason: " + e.getMessage(), e);
        }
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException("malformed percentile value, provide a number between 0 and 100");
        }
        return value;
    }

    /** Names of what a threshold may ask of a metric of this type, in k6's order. */
    public static List<String> thresholdMethods(MetricType type) {
        return switch (type) {
            case COUNTER -> List.of("count", "rate");
            case GAUGE -> List.of("value");
            case RATE -> List.of("rate");
            case TREND -> List.of("avg", "min", "max", "med", "p");
        };
    }

    /** Whether a threshold may ask this of a metric of this type. */
    public boolean allowedInThreshold(MetricType type) {
        return thresholdMethods(type).contains(method.key());
    }

    /**
     * Whether a metric of this type has such a number at all: what thresholds may ask, and besides {@code min} and
     * {@code max} of gauges and {@code count} of trends.
     */
    public boolean supports(MetricType type) {
        return supported(type).contains(method);
    }

    private static Set<Method> supported(MetricType type) {
        return switch (type) {
            case COUNTER -> EnumSet.of(Method.COUNT, Method.RATE);
            case GAUGE -> EnumSet.of(Method.VALUE, Method.MIN, Method.MAX);
            case RATE -> EnumSet.of(Method.RATE);
            case TREND -> EnumSet.of(Method.AVG, Method.MIN, Method.MAX, Method.MED, Method.PERCENTILE, Method.COUNT);
        };
    }

    /**
     * The number, with 0 where there is nothing to measure.
     *
     * @param elapsed time of the test so far, for the rate of a counter
     * @throws IllegalArgumentException if the sink's type does not {@linkplain #supports support} it
     */
    public double value(Sink sink, Duration elapsed) {
        return measure(sink, elapsed).orElse(0);
    }

    /**
     * The number, or nothing where k6 has no such key: a rate without samples, and the rate of a counter when no time has
     * passed. Everything else is 0 for an empty sink.
     *
     * @param elapsed time of the test so far, for the rate of a counter
     * @throws IllegalArgumentException if the sink's type does not {@linkplain #supports support} it
     */
    public OptionalDouble measure(Sink sink, Duration elapsed) {
        if (!supports(sink.type())) {
            throw new IllegalArgumentException("a metric of type " + sink.type().text() + " has no '" + text
                    + "', only: "
                    + String.join(
                            ", ",
                            supported(sink.type()).stream().map(Method::key).toList()));
        }
        return switch (sink) {
            case Sink.CounterSink counter ->
                method == Method.COUNT ? OptionalDouble.of(counter.sum()) : perSecond(counter.sum(), elapsed);
            case Sink.GaugeSink gauge -> OptionalDouble.of(ofGauge(gauge));
            case Sink.RateSink rate -> rate.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(rate.rate());
            case Sink.TrendSink trend -> OptionalDouble.of(ofTrend(trend.histogram()));
        };
    }

    private static OptionalDouble perSecond(double sum, Duration elapsed) {
        double seconds = elapsed.toNanos() / 1e9;
        return seconds > 0 ? OptionalDouble.of(sum / seconds) : OptionalDouble.empty();
    }

    private double ofGauge(Sink.GaugeSink gauge) {
        return switch (method) {
            case MIN -> gauge.min();
            case MAX -> gauge.max();
            default -> gauge.last();
        };
    }

    private double ofTrend(Histogram histogram) {
        return switch (method) {
            case AVG -> histogram.average();
            case MIN -> histogram.min();
            case MAX -> histogram.max();
            case MED -> histogram.quantile(0.5);
            case COUNT -> histogram.count();
            default -> histogram.quantile(percentile / 100);
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
