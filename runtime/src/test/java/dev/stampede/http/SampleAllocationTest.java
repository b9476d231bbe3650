package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.clock.Clock;
import dev.stampede.metrics.Allocations;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.testing.AllowedBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleAllocationTest {
    private static final int ITERATIONS = 2_000;

    private final MetricRegistry registry = new MetricRegistry();
    private final BuiltinMetrics metrics = registry.builtin();
    private final Recorder recorder = new Recorder();
    private final SampleContext samples = new SampleContext(
            registry,
            recorder,
            Clock.system(),
            SystemTag.DEFAULTS,
            1,
            registry.rootTags().with("scenario", "default"));
    private final HopSampler hops = new HopSampler(samples, null);
    private final RoundTripTrace trace = new RoundTripTrace();
    private final double[] values = new double[HopSampler.VALUES];

    @Test
    void samplesOfAnIteration_allocateNothing() {
        Runnable iterations = () -> {
            for (int i = 0; i < ITERATIONS; i++) {
                iterate();
            }
        };
        for (int round = 0; round < 10; round++) {
            iterations.run();
            recorder.drain(SampleAllocationTest::total);
        }

        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            least = Math.min(least, Allocations.of(iterations)); // a new second may want sinks once
            recorder.drain(SampleAllocationTest::total);
        }

        assertThat(least).isEqualTo(AllowedBytes.SAMPLES_OF_AN_ITERATION);
        assertThat(metrics.httpReqs.sink().count()).isEqualTo(20 * ITERATIONS);
        assertThat(metrics.checks.sink().count()).isEqualTo(20 * ITERATIONS);
    }

    private void iterate() {
        long now = System.nanoTime();
        trace.begin(now);
        trace.gotConnection(now + 1_000, null);
        trace.sent(now + 20_000);
        trace.firstByte(now + 30_000);
        trace.answered(200, "HTTP/1.1", "");
        hops.record(samples.tags(), "GET", "https://shop.example.com/", null, trace, null, code -> code == 200, values);
        TagSet check = samples.with(samples.tags(), SystemTag.CHECK, "status is 200");
        samples.add(metrics.checks, check, 1, samples.clock().epochNanos());
        samples.add(metrics.data, samples.tags(), values, samples.clock().epochNanos());
        samples.add(metrics.iteration, samples.tags(), values, samples.clock().epochNanos());
    }

    private static void total(long second, TimeSeries series, Sink sink) {
        List<Sink> totals = series.sinks();
        for (int i = 0; i < totals.size(); i++) {
            totals.get(i).merge(sink);
        }
    }
}
