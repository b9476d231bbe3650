package dev.stampede.output.cloud.metrics;

import com.sun.management.ThreadMXBean;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.PushStats;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import okhttp3.HttpUrl;

/**
 * What a sample costs on its way: CPU time of the thread that works, in nanoseconds, and bytes it allocates. Each figure is the
 * median of the rounds after warming up, with the smallest and largest behind it. Series are those of an HTTP test: of 14, 8
 * are trends, 2 rates, 4 counters; values are exponential with mean 20, series come in random order.
 *
 * <p>{@code record <series> <threads>} records samples one by one, all in one second. {@code turnover <series> <threads>} goes on
 * to the next second after 30 samples of each series, and has the last one drained: writing and draining are told apart.
 * {@code iteration} records the metrics of one HTTP iteration. {@code close <series> [samples]} closes a bucket with 30 samples of
 * each series, or so many, encodes and compresses it; what the bucket took to be filled is told apart. {@code all} does all of
 * them with the numbers of series that matter. After
 * {@code mvn -pl runtime test-compile dependency:build-classpath -Dmdep.outputFile=cp}:
 *
 * <pre>{@code
 * java -Xmx3g -XX:+UseParallelGC -cp runtime/target/test-classes:runtime/target/classes:$(cat runtime/cp) \
 *     dev.stampede.output.cloud.metrics.SamplePathMain all
 * }</pre>
 */
final class SamplePathMain {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_700_000_000L * SECOND;
    private static final int SAMPLES_A_SERIES = 30;
    private static final int WARM = 12;
    private static final int ROUNDS = 9;
    /** A power of two: of random numbers that are used again and again. */
    private static final int NUMBERS = 1 << 16;

    private final MetricRegistry registry = new MetricRegistry();
    private final double[] values = new double[NUMBERS];
    private final int[] order = new int[NUMBERS];
    private final TimeSeries[] series;

    private SamplePathMain(int seriesCount) {
        Random random = new Random(42);
        for (int i = 0; i < NUMBERS; i++) {
            values[i] = -20 * Math.log(1 - random.nextDouble());
        }
        series = series(seriesCount);
        for (int i = 0; i < NUMBERS; i++) {
            order[i] = random.nextInt(seriesCount);
        }
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "record" -> new SamplePathMain(number(args[1])).record(number(args[2]), false);
            case "turnover" -> new SamplePathMain(number(args[1])).record(number(args[2]), true);
            case "iteration" -> new SamplePathMain(14).iteration();
            case "close" ->
                new SamplePathMain(number(args[1])).close(args.length > 2 ? number(args[2]) : SAMPLES_A_SERIES);
            default -> all();
        }
        System.exit(0);
    }

    private static void all() throws Exception {
        for (int count : new int[] {100, 10_000}) {
            for (int threads = 1; threads <= 2; threads++) {
                new SamplePathMain(count).record(threads, false);
                new SamplePathMain(count).record(threads, true);
            }
        }
        new SamplePathMain(14).iteration();
        new SamplePathMain(1_000).close(SAMPLES_A_SERIES);
        new SamplePathMain(100_000).close(SAMPLES_A_SERIES);
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private TimeSeries[] series(int count) {
        BuiltinMetrics metrics = registry.builtin();
        List<TimeSeries> all = new ArrayList<>();
        for (int page = 0; all.size() < count; page++) {
            TagSet tags = registry.rootTags()
                    .with("scenario", "default")
                    .with("group", "")
                    .with("method", "GET")
                    .with("expected_response", "true")
                    .with("proto", "HTTP/1.1")
                    .with("status", "200")
                    .with("name", "https://shop.example.com/products/" + page)
                    .with("url", "https://shop.example.com/products/" + page);
            metrics.httpRoundTrip.metrics().forEach(metric -> all.add(tags.series(metric)));
            metrics.data.metrics().forEach(metric -> all.add(tags.series(metric)));
            all.add(tags.series(metrics.iterationDuration));
            all.add(tags.series(metrics.iterations));
            all.add(tags.series(metrics.checks));
        }
        return all.subList(0, count).toArray(TimeSeries[]::new);
    }

    private void record(int threads, boolean turnover) throws InterruptedException {
        Recorder recorder = new Recorder();
        List<Figures> writing = new ArrayList<>();
        List<Figures> draining = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(threads);
        List<Thread> all = new ArrayList<>();
        for (int lane = 0; lane < threads; lane++) {
            Writer writer = new Writer(recorder, lane, turnover);
            Figures write = new Figures();
            Figures drain = new Figures();
            writing.add(write);
            draining.add(drain);
            all.add(Thread.ofPlatform().start(() -> {
                start.countDown();
                for (int round = -WARM; round < ROUNDS; round++) {
                    writer.round(round < 0 ? new Figures() : write, round < 0 ? new Figures() : drain);
                }
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }
        String what = (turnover ? "turnover " : "record ") + series.length + " series, " + threads + " threads: ";
        for (int lane = 0; lane < threads; lane++) {
            print(what
                    + writing.get(lane).text("sample")
                    + (turnover ? "; drain " + draining.get(lane).text("sample") : ""));
        }
    }

    /** One thread's part. */
    private final class Writer {
        private final Recorder recorder;
        private final int lane;
        private final boolean turnover;
        private long now = NOW;
        private int at;

        Writer(Recorder recorder, int lane, boolean turnover) {
            this.recorder = recorder;
            this.lane = lane;
            this.turnover = turnover;
        }

        void round(Figures write, Figures drain) {
            int seconds = turnover ? Math.max(2, 3_000_000 / (series.length * SAMPLES_A_SERIES)) : 1;
            int each = turnover ? series.length * SAMPLES_A_SERIES : 3_000_000;
            for (int second = 0; second < seconds; second++) {
                write.begin();
                write(each);
                write.end(each);
                if (turnover) {
                    now += SECOND;
                    drain.begin();
                    recorder.drain(SamplePathMain::drained);
                    drain.end(each);
                }
            }
            write.close();
            drain.close();
        }

        private void write(int count) {
            for (int i = 0; i < count; i++) {
                int n = at++ & (NUMBERS - 1);
                recorder.add(lane, series[order[n]], values[n], now);
            }
        }
    }

    private static void drained(long second, TimeSeries series, Sink sink) {
        List<Sink> totals = series.sinks();
        for (int i = 0; i < totals.size(); i++) {
            totals.get(i).merge(sink);
        }
    }

    private void iteration() {
        Recorder recorder = new Recorder();
        BuiltinMetrics metrics = registry.builtin();
        SampleContext samples =
                new SampleContext(registry, recorder, Clock.system(), SystemTag.DEFAULTS, 1, registry.rootTags());
        TagSet tags = series[0].tags();
        double[] roundTrip = new double[9];
        double[] more = new double[3];
        Figures figures = new Figures();
        Figures unused = new Figures();
        for (int round = -WARM; round < ROUNDS; round++) {
            Figures into = round < 0 ? unused : figures;
            into.begin();
            int count = 300_000;
            for (int i = 0; i < count; i++) {
                Arrays.fill(roundTrip, values[i & (NUMBERS - 1)]);
                samples.add(
                        metrics.httpRoundTrip, tags, roundTrip, samples.clock().epochNanos());
                samples.add(metrics.data, tags, roundTrip, samples.clock().epochNanos());
                TagSet checked = samples.with(tags, SystemTag.CHECK, "status is 200");
                samples.add(metrics.checks, checked, 1, samples.clock().epochNanos());
                more[0] = roundTrip[0];
                samples.add(metrics.iteration, tags, more, samples.clock().epochNanos());
            }
            into.end(count);
            into.close();
            recorder.drain(SamplePathMain::drained);
        }
        print("iteration of 15 samples: " + figures.text("iteration"));
    }

    private void close(int samples) {
        Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ZERO);
        long[] wire = new long[1];
        Batcher batcher = batcher(wire);
        Figures gather = new Figures();
        Figures close = new Figures();
        for (int round = -WARM; round < ROUNDS; round++) {
            Figures gathering = round < 0 ? new Figures() : gather;
            Figures closing = round < 0 ? new Figures() : close;
            fill(buckets, samples, gathering);
            gathering.close();
            wire[0] = 0;
            closing.begin();
            List<Bucket> closed = buckets.takeAll();
            batcher.batches(closed, batch -> {});
            buckets.recycle(closed);
            closing.end(series.length);
            closing.close();
        }
        print("close " + series.length + " series of " + samples + " samples: " + close.text("series") + ", "
                + wire[0] / series.length + " bytes on the wire; gathering " + gather.text("series"));
    }

    private static Batcher batcher(long[] wire) {
        HttpUrl url = HttpUrl.get("http://localhost/");
        Snappy snappy = new Snappy();
        return new Batcher(
                "123456",
                3,
                1000,
                Outliers.of(CloudConfig.builder().build()),
                (message, length) -> {
                    byte[] body = snappy.compress(message, length);
                    wire[0] += body.length;
                    return ApiRequest.metrics(url, body, true);
                },
                new PushStats());
    }

    /** The same memory serves one series after another, as that of a stripe does. */
    private void fill(Buckets buckets, int samples, Figures gathering) {
        Sink[] scratch = new Sink[64];
        int at = 0;
        for (int from = 0; from < series.length; from += scratch.length) {
            int count = Math.min(scratch.length, series.length - from);
            for (int i = 0; i < count; i++) {
                scratch[i] = series[from + i].metric().type().newSink();
                for (int n = 0; n < samples; n++) {
                    scratch[i].add(values[at++ & (NUMBERS - 1)], NOW);
                }
            }
            gathering.begin();
            for (int i = 0; i < count; i++) {
                buckets.add(NOW / SECOND, series[from + i], scratch[i]);
            }
            gathering.end(count);
        }
    }

    /** CPU time and bytes of the calling thread, by round. */
    private static final class Figures {
        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();
        private long cpu;
        private long allocated;
        private long sumCpu;
        private long sumAllocated;
        private long count;

        void begin() {
            allocated = THREADS.getCurrentThreadAllocatedBytes();
            cpu = THREADS.getCurrentThreadCpuTime();
        }

        void end(long units) {
            sumCpu += THREADS.getCurrentThreadCpuTime() - cpu;
            sumAllocated += THREADS.getCurrentThreadAllocatedBytes() - allocated;
            count += units;
        }

        void close() {
            if (count > 0) {
                nanos.add((double) sumCpu / count);
                bytes.add((double) sumAllocated / count);
            }
            sumCpu = 0;
            sumAllocated = 0;
            count = 0;
        }

        String text(String unit) {
            double[] sorted = nanos.stream().mapToDouble(n -> n).sorted().toArray();
            double[] allocations = bytes.stream().mapToDouble(n -> n).sorted().toArray();
            return String.format(
                    Locale.ROOT,
                    "%.1f ns (%.1f-%.1f), %.2f bytes a %s",
                    sorted[sorted.length / 2],
                    sorted[0],
                    sorted[sorted.length - 1],
                    allocations[allocations.length / 2],
                    unit);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
