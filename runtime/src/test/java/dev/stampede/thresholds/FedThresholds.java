package dev.stampede.thresholds;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Thresholds of a load whose samples and time come by hand. Times are milliseconds from the start of the load. */
final class FedThresholds {
    private static final long MILLI = 1_000_000L;

    final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final Thresholds thresholds;
    private final long start;
    private long now;

    /** Of a load that starts at this part of a second, after a setup of 3 s. */
    FedThresholds(long millisOfSecond, LoadSchedule load, ThresholdSpec... specs) {
        start = (1_767_225_600_000L + millisOfSecond) * MILLI;
        thresholds = Thresholds.compile(List.of(specs), registry, load);
    }

    static LoadSchedule lasting(int seconds) {
        return new LoadSchedule(Duration.ofSeconds(seconds), Map.of());
    }

    static LoadSchedule.Period period(int from, int to) {
        return new LoadSchedule.Period(Duration.ofSeconds(from), Duration.ofSeconds(to), "default");
    }

    FedThresholds start() {
        drain();
        now = start;
        thresholds.loadStarts(() -> now);
        return this;
    }

    FedThresholds record(String metric, long millis, double... values) {
        return record(metric, registry.rootTags(), millis, values);
    }

    FedThresholds record(String name, TagSet tags, long millis, double... values) {
        Metric metric = Objects.requireNonNull(registry.find(name));
        for (double value : values) {
            recorder.add(0, tags.series(metric), value, start + millis * MILLI);
        }
        return this;
    }

    /** Records the same in each second from one to another, which is not among them. */
    FedThresholds each(String metric, int from, int to, double... values) {
        for (int second = from; second < to; second++) {
            record(metric, second * 1000L, values);
        }
        return this;
    }

    FedThresholds drain() {
        recorder.drain(this::accept);
        return this;
    }

    private void accept(long second, TimeSeries series, Sink sink) {
        for (Sink total : series.sinks()) {
            total.merge(sink);
            thresholds.accept(second, total, sink);
        }
    }

    Optional<String> evaluate(long millis) {
        drain();
        now = start + millis * MILLI;
        return thresholds.evaluate(elapsed(millis));
    }

    FedThresholds loadEnds(long millis) {
        drain();
        now = start + millis * MILLI;
        thresholds.loadEnded();
        return this;
    }

    /** The run ends, half a second after the load. */
    Thresholds finish(long millis) {
        drain();
        thresholds.finish(elapsed(millis + 500));
        return thresholds;
    }

    /** The load and the run end; what became of the only threshold. */
    ThresholdResult end(long millis) {
        return loadEnds(millis).finish(millis).results().getFirst();
    }

    ThresholdResult result() {
        return thresholds.results().getFirst();
    }

    private static Duration elapsed(long millis) {
        return Duration.ofMillis(3000 + millis);
    }
}
