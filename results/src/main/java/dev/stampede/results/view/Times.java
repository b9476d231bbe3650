package dev.stampede.results.view;

import dev.stampede.metrics.Sink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Points in time that several lines share. */
final class Times {
    private Times() {}

    /** When any of the lines has a point; where none has for longer than a step, one more that breaks the lines. */
    static List<Long> of(Collection<Map<Long, Sink>> lines, long step) {
        TreeSet<Long> all = new TreeSet<>();
        lines.forEach(line -> all.addAll(line.keySet()));
        List<Long> times = new ArrayList<>();
        long before = Long.MAX_VALUE - step;
        for (long time : all) {
            if (time > before + step) {
                times.add(before + step);
            }
            times.add(time);
            before = time;
        }
        return times;
    }

    /** A line's values at these times; NaN where it has none. */
    static double[] values(List<Long> times, Map<Long, Sink> line, ToDoubleFunction<Sink> value) {
        double[] values = new double[times.size()];
        for (int i = 0; i < values.length; i++) {
            @Nullable Sink sink = line.get(times.get(i));
            values[i] = sink == null || sink.isEmpty() ? Double.NaN : value.applyAsDouble(sink);
        }
        return values;
    }

    /** The sum of a counter, or what is not zero of a rate, per second. */
    static double perSecond(Sink sink, long step) {
        return switch (sink) {
            case Sink.CounterSink counter -> counter.sum() / step;
            case Sink.RateSink rate -> (double) rate.nonZero() / step;
            case Sink.GaugeSink gauge -> throw new IllegalArgumentException("a gauge has no rate");
            case Sink.TrendSink trend -> (double) trend.count() / step;
        };
    }
}
