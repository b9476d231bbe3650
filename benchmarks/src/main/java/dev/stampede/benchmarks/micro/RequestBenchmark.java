package dev.stampede.benchmarks.micro;

import dev.stampede.clock.Clock;
import dev.stampede.http.HopSampler;
import dev.stampede.http.RoundTripTrace;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that is recorded of one iteration with a request and a check: the nine samples of the round trip from its trace, {@code
 * data_sent} and {@code data_received}, the check, and the three of the iteration. It is drained once in each second, as in a run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class RequestBenchmark {
    private static final String URL = "http://127.0.0.1:8099/";

    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();

    private static boolean isExpected(int status) {
        return status >= 200 && status < 400;
    }

    @TearDown(Level.Iteration)
    public void drain() {
        recorder.drain((second, series, sink) -> series.sinks().forEach(total -> total.merge(sink)));
    }

    /** A virtual user. */
    @State(Scope.Thread)
    public static class User {
        private final RoundTripTrace trace = new RoundTripTrace();
        private final InetAddress remote = InetAddress.getLoopbackAddress();
        private final double[] values = new double[HopSampler.VALUES];
        private final double[] data = {90, 230};
        private final double[] iteration = {1.5, 1, 0};
        private final IntPredicate expected = RequestBenchmark::isExpected;
        private SampleContext samples;
        private HopSampler sampler;

        @Setup
        public void begin(RequestBenchmark run) {
            samples = new SampleContext(
                    run.registry,
                    run.recorder,
                    Clock.system(),
                    SystemTag.DEFAULTS,
                    (int) Thread.currentThread().threadId(),
                    run.registry.rootTags().with(Map.of("group", "", "scenario", "default")));
            sampler = new HopSampler(samples, null);
        }

        private void roundTrip() {
            long now = System.nanoTime();
            trace.begin(now - 200_000);
            trace.gotConnection(now - 190_000, remote);
            trace.sent(now - 180_000);
            trace.firstByte(now - 20_000);
            trace.answered(200, "HTTP/1.1", "");
            sampler.record(samples.tags(), "GET", URL, null, trace, null, expected, values);
        }

        private void rest() {
            var builtin = samples.registry().builtin();
            long now = samples.clock().epochNanos();
            samples.add(builtin.checks, samples.tags().with("check", "status is 200"), 1, now);
            samples.add(builtin.data, samples.tags(), data, now);
            samples.add(builtin.iteration, samples.tags(), iteration, now);
        }
    }

    /** The nine samples of a round trip. */
    @Benchmark
    @Threads(1)
    public void roundTrip(User user) {
        user.roundTrip();
    }

    /** All fifteen of an iteration. */
    @Benchmark
    @Threads(1)
    public void iteration(User user) {
        user.roundTrip();
        user.rest();
    }

    /** The same on two threads; the time is that of each. */
    @Benchmark
    @Threads(2)
    public void iterationTwoThreads(User user) {
        user.roundTrip();
        user.rest();
    }
}
