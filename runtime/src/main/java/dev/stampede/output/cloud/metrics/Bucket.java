package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import java.util.Map;

/**
 * The samples of one aggregation period.
 *
 * @param start its first second, since 1970
 * @param sinks what each series has in it, in the order they came
 */
public record Bucket(long start, Map<TimeSeries, Sink> sinks) {

    /** How many samples are in it. */
    long samples() {
        long samples = 0;
        for (Sink sink : sinks.values()) {
            samples += sink.count();
        }
        return samples;
    }
}
