package dev.stampede.results.figures;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each metric over time, within a bound of memory for all of them: when they need more, those that need most become coarser. Confined to
 * whoever holds the run.
 */
final class TimeLines {
    /** Most counts of histograms, and what else is as large, of all lines: 32 MB where there is enough memory. */
    private static final long MOST_CELLS = Math.clamp(Runtime.getRuntime().maxMemory() / 64, 1_000_000L, 8_000_000L);

    private final long most;
    /** By name of the metric. */
    private final Map<String, TimeLine> lines = new LinkedHashMap<>();

    TimeLines() {
        this(MOST_CELLS);
    }

    TimeLines(long most) {
        this.most = most;
    }

    /** The line of a metric, made if it is new. */
    TimeLine of(Metric metric) {
        return lines.computeIfAbsent(metric.name(), name -> new TimeLine(metric.type()));
    }

    /** There is nothing of any metric any more. */
    void clear() {
        lines.clear();
    }

    /** The line of a metric; null when there is nothing of it. */
    @Nullable
    TimeLine find(Metric metric) {
        return lines.get(metric.name());
    }

    /** To be called now and then: makes lines coarser until they fit, as far as that goes. */
    void fit() {
        long all = cells();
        while (all > most) {
            long average = all / lines.size();
            for (TimeLine line : lines.values()) {
                if (line.cells() >= average) {
                    line.halve();
                }
            }
            long fewer = cells();
            if (fewer >= all) { // one point each
                return;
            }
            all = fewer;
        }
    }

    long cells() {
        long all = 0;
        for (TimeLine line : lines.values()) {
            all += line.cells();
        }
        return all;
    }

    void save(StateWriter out) throws IOException {
        out.number(lines.size());
        for (Map.Entry<String, TimeLine> line : lines.entrySet()) {
            out.text(line.getKey());
            line.getValue().save(out);
        }
    }

    void restore(StateReader in, MetricRegistry registry) throws IOException {
        int size = in.size();
        for (int i = 0; i < size; i++) {
            Metric metric = registry.find(in.text());
            if (metric == null) {
                throw StateReader.wrong("a metric");
            }
            of(metric).restore(in);
        }
    }
}
