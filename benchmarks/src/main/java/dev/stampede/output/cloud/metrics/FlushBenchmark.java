package dev.stampede.output.cloud.metrics;

import dev.stampede.benchmarks.micro.Values;
import dev.stampede.metrics.MetricGroup;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.TagSet;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.PushStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What becomes of a bucket with 30 samples of each series; the time is that of one series, of which nine are a tag set's: seven trends, a
 * counter and a rate. {@code encode} is what k6's flush does: protobuf in batches of 1,000 series, and Snappy. {@code closeAndEncode} is
 * all that is done: three seconds are taken out of the recorder, merged into the bucket, closed, encoded, and their sinks given
 * back. Recording between two of them is not measured, and allocates nothing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 4)
@Measurement(iterations = 4, time = 4)
@Fork(value = 2, jvmArgsAppend = "-Xmx3g")
public class FlushBenchmark {
    private static final int SAMPLES_OF_A_SERIES = 30;
    private static final int MOST_SERIES = 1000;
    private static final int PERIOD = 3;
    private static final int THOUSAND = 999; // of nine each
    private static final int HUNDRED_THOUSAND = 99_999;
    private static final long SECOND = 1_000_000_000L;
    private static final HttpUrl URL = HttpUrl.get("http://localhost/v2/metrics/17");

    /** A run with so many series. */
    abstract static class Run {
        private final MetricRegistry registry = new MetricRegistry();
        private final MetricGroup group = registry.builtin().httpRoundTrip;
        private final Recorder recorder = new Recorder();
        private final Buckets buckets = new Buckets(Duration.ofSeconds(PERIOD), Duration.ZERO);
        private final double[] values = Values.millis();
        private final double[] nine = new double[group.metrics().size()];
        private final List<TagSet> tags = new ArrayList<>();
        private final Snappy snappy = new Snappy();
        private final Batcher batcher;
        private long now = 1_800_000_000L * SECOND;
        private int next;

        Run(int series) {
            batcher = new Batcher(
                    "17",
                    PERIOD,
                    MOST_SERIES,
                    Outliers.of(CloudConfig.builder().build()),
                    (message, length) -> ApiRequest.metrics(URL, snappy.compress(message, length), true),
                    new PushStats());
            TagSet base = registry.rootTags()
                    .with(Map.of(
                            "group",
                            "",
                            "scenario",
                            "default",
                            "method",
                            "GET",
                            "expected_response",
                            "true",
                            "proto",
                            "HTTP/1.1",
                            "status",
                            "200"));
            for (int i = 0; i < series / nine.length; i++) {
                String name = "https://shop.example/products/" + i;
                tags.add(base.with("name", name).with("url", name));
            }
        }

        /** A bucket's worth of samples. */
        void record() {
            for (int sample = 0; sample < SAMPLES_OF_A_SERIES; sample++) {
                if (sample % (SAMPLES_OF_A_SERIES / PERIOD) == 0) {
                    now += SECOND;
                }
                for (TagSet one : tags) {
                    for (int i = 0; i < nine.length; i++) {
                        nine[i] = values[next++ & (Values.COUNT - 1)];
                    }
                    nine[0] = 1;
                    nine[nine.length - 1] = 0;
                    recorder.add(0, group, one, nine, now);
                }
            }
        }

        List<Bucket> close() {
            recorder.drain(buckets::add);
            return buckets.takeAll();
        }

        void encode(List<Bucket> closed, Blackhole into) {
            batcher.batches(closed, into::consume);
        }

        void closeAndEncode(Blackhole into) {
            List<Bucket> closed = close();
            encode(closed, into);
            buckets.recycle(closed);
        }
    }

    /** {@value #THOUSAND} series. */
    @State(Scope.Thread)
    public static class Thousand extends Run {
        public Thousand() {
            super(THOUSAND);
        }

        @Setup(Level.Invocation)
        public void fill() {
            record();
        }
    }

    /** {@value #HUNDRED_THOUSAND} series. */
    @State(Scope.Thread)
    public static class HundredThousand extends Run {
        public HundredThousand() {
            super(HUNDRED_THOUSAND);
        }

        @Setup(Level.Invocation)
        public void fill() {
            record();
        }
    }

    /** A bucket of {@value #THOUSAND} series that is encoded again and again. */
    @State(Scope.Thread)
    public static class ThousandClosed extends Run {
        private List<Bucket> closed = List.of();

        public ThousandClosed() {
            super(THOUSAND);
        }

        @Setup
        public void fill() {
            record();
            closed = close();
        }
    }

    /** A bucket of {@value #HUNDRED_THOUSAND} series that is encoded again and again. */
    @State(Scope.Thread)
    public static class HundredThousandClosed extends Run {
        private List<Bucket> closed = List.of();

        public HundredThousandClosed() {
            super(HUNDRED_THOUSAND);
        }

        @Setup
        public void fill() {
            record();
            closed = close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(THOUSAND)
    public void closeAndEncode1k(Thousand run, Blackhole into) {
        run.closeAndEncode(into);
    }

    @Benchmark
    @OperationsPerInvocation(HUNDRED_THOUSAND)
    public void closeAndEncode100k(HundredThousand run, Blackhole into) {
        run.closeAndEncode(into);
    }

    @Benchmark
    @OperationsPerInvocation(THOUSAND)
    public void encode1k(ThousandClosed run, Blackhole into) {
        run.encode(run.closed, into);
    }

    @Benchmark
    @OperationsPerInvocation(HUNDRED_THOUSAND)
    public void encode100k(HundredThousandClosed run, Blackhole into) {
        run.encode(run.closed, into);
    }
}
