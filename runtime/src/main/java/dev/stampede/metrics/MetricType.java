package dev.stampede.metrics;

import java.util.Locale;

/** How samples of a metric add up. (k6: {@code metrics/metric_type.go}.) */
public enum MetricType {
    /** Values are added. */
    COUNTER,
    /** The last value counts; smallest and largest are kept. */
    GAUGE,
    /** Share of values that are not zero. */
    RATE,
    /** Distribution of the values. */
    TREND;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Name as k6 writes it, in small letters. */
    public String text() {
        return text;
    }

    /** A new, empty sink for this type. */
    public Sink newSink() {
        return switch (this) {
            case COUNTER -> new Sink.CounterSink();
            case GAUGE -> new Sink.GaugeSink();
            case RATE -> new Sink.RateSink();
            case TREND -> new Sink.TrendSink();
        };
    }
}
