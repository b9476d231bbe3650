package dev.stampede.results.load;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.Sink;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.runs.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was sent, beside what a service has. */
public final class Sums {
    private Sums() {}

    /** What all of these have sent, by metric. */
    public static Map<String, Sink> of(List<Pusher> pushers) {
        Map<String, Sink> sums = new TreeMap<>();
        for (Pusher pusher : pushers) {
            pusher.load()
                    .totals()
                    .forEach((name, sink) -> sums.computeIfAbsent(
                                    name, n -> sink.type().newSink())
                            .merge(sink));
        }
        return sums;
    }

    /** In words, what of a run is not as it was sent; a sum of floating point numbers may be so in another order. */
    public static List<String> differences(Run run, Map<String, Sink> sent) throws IOException {
        return run.figures(figures -> differences(figures, sent));
    }

    private static List<String> differences(RunFigures figures, Map<String, Sink> sent) {
        List<String> differences = new ArrayList<>();
        sent.forEach((name, sink) -> {
            Metric metric = figures.registry().find(name);
            if (metric == null) {
                differences.add(name + " is not there");
            } else {
                String different = difference(sink, metric.sink());
                if (!different.isEmpty()) {
                    differences.add(name + ": " + different);
                }
            }
        });
        return differences;
    }

    private static String difference(Sink sent, Sink kept) {
        return switch (sent) {
            case Sink.CounterSink counter -> {
                double sum = ((Sink.CounterSink) kept).sum(); // of whole numbers
                yield sum == counter.sum() ? "" : "sent " + counter.sum() + ", there are " + sum;
            }
            case Sink.RateSink rate -> {
                Sink.RateSink there = (Sink.RateSink) kept;
                yield there.count() == rate.count() && there.nonZero() == rate.nonZero()
                        ? ""
                        : "sent " + rate.nonZero() + " of " + rate.count() + ", there are " + there.nonZero() + " of "
                                + there.count();
            }
            case Sink.GaugeSink gauge ->
                kept.count() == gauge.count() ? "" : "sent " + gauge.count() + ", there are " + kept.count();
            case Sink.TrendSink trend -> difference(trend.histogram(), ((Sink.TrendSink) kept).histogram());
        };
    }

    private static String difference(Histogram sent, Histogram kept) {
        if (sent.count() != kept.count() || sent.min() != kept.min() || sent.max() != kept.max()) {
            return "sent " + sent.count() + " from " + sent.min() + " to " + sent.max() + ", there are " + kept.count()
                    + " from " + kept.min() + " to " + kept.max();
        }
        for (int i = sent.firstIndex(); i <= sent.lastIndex(); i++) {
            if (sent.countAt(i) != kept.countAt(i)) {
                return "sent " + sent.countAt(i) + " in bucket " + i + ", there are " + kept.countAt(i);
            }
        }
        return Math.abs(sent.sum() - kept.sum()) <= 1e-9 * Math.abs(sent.sum())
                ? ""
                : "sent " + sent.sum() + ", there are " + kept.sum();
    }
}
