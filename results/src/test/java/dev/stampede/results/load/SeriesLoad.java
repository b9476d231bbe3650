package dev.stampede.results.load;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.CounterSamples;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.GaugeSamples;
import dev.stampede.output.cloud.proto.GaugeValue;
import dev.stampede.output.cloud.proto.Label;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.RateSamples;
import dev.stampede.output.cloud.proto.RateValue;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import dev.stampede.output.cloud.proto.TrendHdrSamples;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What a load generator pushes: each time all its series, as k6 has them for requests of many names, and some of its own. Knows what
 * it all comes to. Not thread-safe.
 */
public final class SeriesLoad {
    private static final String[] TRENDS = {
        "http_req_duration",
        "http_req_waiting",
        "http_req_blocked",
        "http_req_connecting",
        "http_req_tls_handshaking",
        "http_req_sending",
        "http_req_receiving"
    };
    private static final int SERIES_OF_A_NAME = TRENDS.length + 2;

    private final Random random;
    private final String instance;
    private final int series;
    private final int samples;
    private final Map<String, Sink> totals = new TreeMap<>();

    /**
     * @param instance tells this generator's series from those of others
     * @param series how many it has
     * @param samples how many a bucket of a series has
     */
    public SeriesLoad(long seed, String instance, int series, int samples) {
        this.random = new Random(seed);
        this.instance = instance;
        this.series = series;
        this.samples = samples;
    }

    /** The sums of all it has made, by metric. */
    public Map<String, Sink> totals() {
        return totals;
    }

    /** A bucket of each series. */
    public MetricSet next(String run, long second, int period) {
        Map<String, Metric.Builder> metrics = new LinkedHashMap<>();
        int left = series - 2;
        for (int name = 0; left >= SERIES_OF_A_NAME; name++) {
            requests(metrics, name, second);
            left -= SERIES_OF_A_NAME;
        }
        for (int n = 0; n < left; n++) {
            double sum = 1 + random.nextInt(1000);
            total("orders", MetricType.COUNTER).add(sum, 0);
            metric(metrics, "orders", MetricType.COUNTER)
                    .addTimeSeries(labels("n", Integer.toString(n)).setCounterSamples(counter(second, sum)));
        }
        gauge(metrics, "vus", second, period, 50);
        gauge(metrics, "vus_max", second, period, 50);
        MetricSet.Builder set = MetricSet.newBuilder().setTestRunId(run).setAggregationPeriod(period);
        metrics.values().forEach(set::addMetrics);
        return set.build();
    }

    private void requests(Map<String, Metric.Builder> metrics, int name, long second) {
        String status = random.nextInt(10) == 0 ? "500" : "200";
        TimeSeries.Builder labels = labels(
                "name",
                "http://shop.example/products/" + name,
                "method",
                name % 3 == 0 ? "POST" : "GET",
                "status",
                status,
                "scenario",
                "default",
                "group",
                "::front",
                "expected_response",
                status.equals("200") ? "true" : "false",
                "proto",
                "HTTP/2.0",
                "tls_version",
                "tls1.3");
        total("http_reqs", MetricType.COUNTER).add(samples, 0);
        metric(metrics, "http_reqs", MetricType.COUNTER)
                .addTimeSeries(labels.clone().setCounterSamples(counter(second, samples)));
        int failed = status.equals("200") ? 0 : samples;
        ((Sink.RateSink) total("http_req_failed", MetricType.RATE)).addAll(failed, samples);
        metric(metrics, "http_req_failed", MetricType.RATE)
                .addTimeSeries(labels.clone()
                        .setRateSamples(RateSamples.newBuilder()
                                .addValues(RateValue.newBuilder()
                                        .setTime(time(second))
                                        .setNonzeroCount(failed)
                                        .setTotalCount(samples))));
        for (int i = 0; i < TRENDS.length; i++) {
            Histogram histogram = new Histogram();
            Histogram total = ((Sink.TrendSink) total(TRENDS[i], MetricType.TREND)).histogram();
            for (int n = 0; n < samples; n++) {
                double value = millis(i, name);
                histogram.add(value);
                total.add(value);
            }
            metric(metrics, TRENDS[i], MetricType.TREND)
                    .addTimeSeries(labels.clone()
                            .setTrendHdrSamples(TrendHdrSamples.newBuilder().addValues(trend(second, histogram))));
        }
    }

    /** Log-normal: of durations most within a factor of four; connections are mostly there already. */
    private double millis(int trend, int name) {
        if (trend >= 2 && trend <= 4 && random.nextInt(20) != 0) {
            return 0;
        }
        double median = trend < 2 ? 40 + name % 50 * 4 : 0.2 + 0.1 * trend;
        return Math.round(median * Math.exp(0.6 * random.nextGaussian()) * 1000) / 1000.0;
    }

    private void gauge(Map<String, Metric.Builder> metrics, String name, long second, int period, double value) {
        ((Sink.GaugeSink) total(name, MetricType.GAUGE))
                .addAll(second * 1_000_000_000L, value, period, value, value, value);
        metric(metrics, name, MetricType.GAUGE)
                .addTimeSeries(labels().setGaugeSamples(GaugeSamples.newBuilder()
                        .addValues(GaugeValue.newBuilder()
                                .setTime(time(second))
                                .setCount(period)
                                .setLast(value)
                                .setMin(value)
                                .setMax(value)
                                .setAvg(value))));
    }

    private Sink total(String metric, MetricType type) {
        return totals.computeIfAbsent(metric, name -> type.newSink());
    }

    private static Metric.Builder metric(Map<String, Metric.Builder> metrics, String name, MetricType type) {
        return metrics.computeIfAbsent(
                name,
                n -> Metric.newBuilder()
                        .setName(n)
                        .setType(dev.stampede.output.cloud.proto.MetricType.valueOf("METRIC_TYPE_" + type.name())));
    }

    private TimeSeries.Builder labels(String... pairs) {
        TimeSeries.Builder builder = TimeSeries.newBuilder()
                .addLabels(Label.newBuilder().setName("instance").setValue(instance));
        for (int i = 0; i < pairs.length; i += 2) {
            builder.addLabels(Label.newBuilder().setName(pairs[i]).setValue(pairs[i + 1]));
        }
        return builder;
    }

    private static CounterSamples.Builder counter(long second, double sum) {
        return CounterSamples.newBuilder()
                .addValues(CounterValue.newBuilder().setTime(time(second)).setValue(sum));
    }

    private static TrendHdrValue.Builder trend(long second, Histogram histogram) {
        TrendHdrValue.Builder value = TrendHdrValue.newBuilder()
                .setTime(time(second))
                .setCount((int) histogram.count())
                .setSum(histogram.sum())
                .setMinValue(histogram.min())
                .setMaxValue(histogram.max())
                .setMinResolution(Histogram.RESOLUTION);
        int behind = 0;
        for (int i = histogram.firstIndex(); i <= histogram.lastIndex(); i++) {
            int count = (int) histogram.countAt(i);
            if (count != 0) {
                value.addCounters(count);
                int spans = value.getSpansCount();
                if (spans > 0 && i == behind) {
                    BucketSpan.Builder last = value.getSpansBuilder(spans - 1);
                    last.setLength(last.getLength() + 1);
                } else {
                    value.addSpans(BucketSpan.newBuilder().setOffset(i - behind).setLength(1));
                }
                behind = i + 1;
            }
        }
        return value;
    }

    private static Timestamp time(long second) {
        return Timestamp.newBuilder().setSeconds(second).build();
    }
}
