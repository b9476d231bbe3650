package dev.stampede.thresholds;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a threshold with {@code over}, {@code after} or {@code during} measures: of windows the worst, otherwise all that
 * counts as one. Made by whoever registers the metric, then confined to the thread that drains.
 */
final class ScopedMeasure {
    private final ThresholdSpec spec;
    private final ThresholdExpression expression;
    private final MetricType type;
    private final LoadTime time;
    private final Sink setup;
    private @Nullable List<Stretch> stretches;

    private double observed = Double.NaN;
    private long samples;
    private boolean failed;
    private boolean judged;
    private ThresholdResult.@Nullable Window worst;

    ScopedMeasure(ThresholdSpec spec, ThresholdExpression expression, MetricType type, LoadTime time) {
        this.spec = spec;
        this.expression = expression;
        this.type = type;
        this.time = time;
        this.setup = type.newSink();
    }

    /** Samples of its metric that were drained now. */
    void take(long second, Sink sink) {
        if (time.isOver()) {
            return;
        }
        if (!time.isStarted()) {
            if (type == MetricType.GAUGE) {
                setup.merge(sink);
            }
            return;
        }
        for (Stretch stretch : stretches()) {
            stretch.take(second, sink);
        }
    }

    private List<Stretch> stretches() {
        List<Stretch> known = stretches;
        if (known == null) {
            known = new ArrayList<>();
            for (long[] seconds : time.seconds(spec)) {
                known.add(new Stretch(seconds[0], seconds[1]));
            }
            stretches = known;
        }
        return known;
    }

    /** Brings the figures up to date. */
    void evaluate() {
        if (!time.isStarted()) {
            return;
        }
        if (spec.over() != null) {
            stretches().forEach(Stretch::judge);
        } else {
            evaluateAll();
        }
    }

    private void evaluateAll() {
        Sink all = type.newSink();
        double seconds = 0;
        for (Stretch stretch : stretches()) {
            all.merge(stretch.whole);
            seconds += stretch.passed();
        }
        judged = seconds > 0 || !all.isEmpty();
        if (all.isEmpty() && type == MetricType.GAUGE && !stretches().isEmpty()) {
            all = stretches().getFirst().before;
        }
        // as k6, what has no samples is only judged at the end
        OptionalDouble value =
                !judged || (all.isEmpty() && !time.isOver()) ? OptionalDouble.empty() : measure(all, seconds);
        observed = value.orElse(Double.NaN);
        samples = all.count();
        failed = value.isPresent() && !expression.holds(observed);
    }

    /** Nothing where there is nothing to measure; a counter without samples has counted 0. */
    private OptionalDouble measure(Sink sink, double seconds) {
        return sink.isEmpty() && type != MetricType.COUNTER
                ? OptionalDouble.empty()
                : expression.aggregation().measure(sink, Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    private void judge(long from, long to, Sink sink, long count, double seconds) {
        judged = true;
        OptionalDouble measured = measure(sink, seconds);
        if (measured.isPresent()) {
            double value = measured.getAsDouble();
            if (worst == null || expression.isWorse(value, observed)) {
                observed = value;
                samples = count;
                worst = new ThresholdResult.Window(time.since(from), time.since(to));
            }
            failed |= !expression.holds(value);
        }
    }

    double observed() {
        return observed;
    }

    long samples() {
        return samples;
    }

    boolean failed() {
        return failed;
    }

    /** Whether any of the time that counts was reached. */
    boolean judged() {
        return judged;
    }

    /** The worst window; null where there are none, or nothing was measured in any. */
    ThresholdResult.@Nullable Window worst() {
        return worst;
    }

    /** Seconds one after the other whose samples count. */
    private final class Stretch {
        private final long from;
        private final long to;
        private final Sink whole = type.newSink();
        /** Of gauges, the last value before it. */
        private final Sink before = type.newSink();

        private final @Nullable SlidingWindow window;
        private boolean judgedWhole;

        Stretch(long from, long to) {
            this.from = from;
            this.to = to;
            before.merge(setup);
            Duration over = spec.over();
            window = over == null ? null : new SlidingWindow(type, over.toSeconds(), windowsFrom());
            if (window != null) {
                window.before(before);
            }
        }

        /** What was counted in a part of a second is less than it would have been in all of it. */
        private long windowsFrom() {
            return type == MetricType.COUNTER ? Math.max(from, time.firstWholeSecond()) : from;
        }

        void take(long second, Sink sink) {
            if (second < from) {
                if (type == MetricType.GAUGE) {
                    before.merge(sink);
                    if (window != null) {
                        window.before(sink);
                    }
                }
            } else if (second < to) {
                whole.merge(sink);
                if (window != null && second >= windowsFrom()) {
                    window.add(second, sink);
                }
            }
        }

        double passed() {
            return time.passed(from, to);
        }

        /** Windows that are closed; the whole, where it is over and was shorter than a window. */
        void judge() {
            if (window == null) {
                return;
            }
            long closed = type == MetricType.COUNTER ? time.closedWholeTo() : time.closedTo();
            Duration over = spec.over();
            long length = over == null ? 0 : over.toSeconds();
            window.judgeTo(
                    Math.min(to, closed),
                    (begin, sink, count) ->
                            ScopedMeasure.this.judge(begin, begin + length, sink, count, (double) length));
            boolean isOver = time.isOver() || time.closedTo() >= to;
            double seconds = passed();
            if (isOver && !window.slid() && !judgedWhole && seconds > 0) {
                judgedWhole = true;
                Sink sink = whole.isEmpty() && type == MetricType.GAUGE ? before : whole;
                long end = Math.min(to, time.reached());
                ScopedMeasure.this.judge(from, end, sink, whole.count(), seconds);
            }
        }
    }
}
