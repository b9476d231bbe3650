package dev.stampede.benchmarks.micro;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.metrics.ValueType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One sample of a trend, its series known. With turnover a second is over after 30 samples of each series, and whoever sees that
 * drains what was recorded: sinks are taken away, passed on and emptied, on the thread that is measured.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RecordBenchmark {
    private static final int SAMPLES_OF_A_SERIES = 30;
    private static final long SECOND = 1_000_000_000L;
    private static final long BEGIN = 1_800_000_000L * SECOND;
    private static final int MASK = Values.COUNT - 1;
    private static final int ORDER = 1 << 18;

    /** What all threads record to. */
    @State(Scope.Benchmark)
    public static class Shared {
        @Param({"10", "100", "1000", "10000", "100000"})
        public int series;

        @Param({"false", "true"})
        public boolean turnover;

        final Recorder recorder = new Recorder();
        final double[] values = Values.millis();
        final AtomicInteger lanes = new AtomicInteger();
        TimeSeries[] inOrder = new TimeSeries[0];

        @Setup
        public void make() {
            MetricRegistry registry = new MetricRegistry();
            Metric metric = registry.register("my_trend", MetricType.TREND, ValueType.TIME);
            TimeSeries[] all = new TimeSeries[series];
            for (int i = 0; i < series; i++) {
                all[i] = registry.rootTags().with("name", "page" + i).series(metric);
            }
            int[] order = Values.order(ORDER, series);
            inOrder = new TimeSeries[ORDER];
            for (int i = 0; i < ORDER; i++) {
                inOrder[i] = all[order[i]];
            }
        }
    }

    /** A virtual user's side. */
    @State(Scope.Thread)
    public static class Lane {
        private int lane;
        private int next;
        private long now = BEGIN;
        private int left = Integer.MAX_VALUE;

        @Setup
        public void enter(Shared shared) {
            lane = shared.lanes.getAndIncrement();
            next = lane * (ORDER / 2); // threads go different ways
            if (shared.turnover) {
                left = shared.series * SAMPLES_OF_A_SERIES;
            }
        }

        void record(Shared shared) {
            int i = next++;
            shared.recorder.add(lane, shared.inOrder[i & (ORDER - 1)], shared.values[i & MASK], now);
            if (--left == 0) {
                turnOver(shared);
            }
        }

        private void turnOver(Shared shared) {
            if (shared.turnover) {
                shared.recorder.drain((second, series, sink) -> {});
                now += SECOND;
                left = shared.series * SAMPLES_OF_A_SERIES;
            }
        }
    }

    /** Alone. */
    @Benchmark
    @Threads(1)
    public void oneThread(Shared shared, Lane lane) {
        lane.record(shared);
    }

    /** Two at a time; the time is that of each. */
    @Benchmark
    @Threads(2)
    public void twoThreads(Shared shared, Lane lane) {
        lane.record(shared);
    }
}
