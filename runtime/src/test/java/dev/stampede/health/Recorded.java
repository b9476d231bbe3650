package dev.stampede.health;

import dev.stampede.clock.Clock;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.Sink;
import java.util.Objects;
import java.util.Set;

/** Keeps samples. */
final class Recorded {
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final Clock clock;

    Recorded(Clock clock) {
        this.clock = clock;
    }

    SampleContext samples() {
        return new SampleContext(registry, recorder, clock, Set.of(), 0, registry.rootTags());
    }

    /** Of a metric, all that was recorded so far. */
    Sink sink(String metric) {
        recorder.drain((second, series, sink) -> series.sinks().forEach(total -> total.merge(sink)));
        return Objects.requireNonNull(registry.find(metric), metric).sink();
    }

    Sink.TrendSink trend(String metric) {
        return (Sink.TrendSink) sink(metric);
    }
}
