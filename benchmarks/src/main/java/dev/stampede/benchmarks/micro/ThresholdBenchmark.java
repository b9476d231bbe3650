package dev.stampede.benchmarks.micro;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.thresholds.Thresholds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One evaluation of ten thresholds over metrics that hold many samples, as a run does every two seconds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class ThresholdBenchmark {
    private static final Duration ELAPSED = Duration.ofMinutes(1);

    private Thresholds thresholds;

    @Setup
    public void make() {
        MetricRegistry registry = new MetricRegistry();
        thresholds = Thresholds.compile(
                List.of(
                        ThresholdSpec.of("http_req_duration", "p(95)<5000"),
                        ThresholdSpec.of("http_req_duration", "p(99)<9000"),
                        ThresholdSpec.of("http_req_duration", "avg<5000"),
                        ThresholdSpec.of("http_req_duration", "max<90000"),
                        ThresholdSpec.of("http_req_waiting", "med<5000"),
                        ThresholdSpec.of("http_req_waiting", "p(99.9)<9000"),
                        ThresholdSpec.of("iteration_duration", "p(90)<9000"),
                        ThresholdSpec.of("http_req_failed", "rate<0.01"),
                        ThresholdSpec.of("checks", "rate>0.99"),
                        ThresholdSpec.of("http_reqs", "count>100")),
                registry);
        double[] values = Values.millis();
        for (Metric metric : registry.metrics()) {
            boolean trend = metric.type() == MetricType.TREND;
            boolean failures = metric.name().endsWith("_failed");
            for (double value : values) {
                metric.sink().add(trend ? value : failures ? 0 : 1, 0);
            }
        }
    }

    /** All ten. */
    @Benchmark
    public Optional<String> evaluate() {
        return thresholds.evaluate(ELAPSED);
    }
}
