package dev.stampede.acceptance.forked;

import static java.util.Objects.requireNonNull;

import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the cloud was told of one run. Thread-safe. */
final class CloudRun {
    private final int id;
    private final String name;
    private final List<Finish> finishes = new ArrayList<>();
    private double iterations;
    private int pushes;

    CloudRun(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /** How a run was closed. */
    record Finish(int runStatus, int resultStatus) {}

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    synchronized void finished(Map<?, ?> body) {
        finishes.add(new Finish(number(body.get("run_status")), number(body.get("result_status"))));
    }

    private static int number(@Nullable Object json) {
        return ((Number) requireNonNull(json)).intValue();
    }

    synchronized void pushed(MetricSet set) {
        pushes++;
        for (Metric metric : set.getMetricsList()) {
            if (metric.getName().equals("iterations")) {
                for (TimeSeries series : metric.getTimeSeriesList()) {
                    iterations += series.getCounterSamples().getValuesList().stream()
                            .mapToDouble(CounterValue::getValue)
                            .sum();
                }
            }
        }
    }

    /** All calls that closed it; there should be one. */
    synchronized List<Finish> finishes() {
        return List.copyOf(finishes);
    }

    /** Iterations in the metrics that have arrived. */
    synchronized long iterations() {
        return Math.round(iterations);
    }

    synchronized int pushes() {
        return pushes;
    }

    @Override
    public synchronized String toString() {
        return name + " (" + id + "): " + iterations() + " iterations in " + pushes + " pushes, " + finishes;
    }
}
