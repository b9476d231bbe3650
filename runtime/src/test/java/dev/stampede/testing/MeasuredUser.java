package dev.stampede.testing;

import dev.stampede.clock.Clock;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.http.okhttp.HttpSessions;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A virtual user on the calling thread, with its HTTP, and a look at what it recorded. */
public final class MeasuredUser implements AutoCloseable {
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final SampleContext samples;
    private final HttpSession session;

    public MeasuredUser() {
        this(HttpOptions.DEFAULTS, SystemTag.DEFAULTS);
    }

    public MeasuredUser(HttpOptions options, Set<SystemTag> systemTags) {
        samples = new SampleContext(registry, recorder, Clock.system(), systemTags, 0, registry.rootTags());
        session = new HttpSessions(options).open(samples);
    }

    public SampleContext samples() {
        return samples;
    }

    public HttpSession session() {
        return session;
    }

    /** Adds a tag to what is recorded from now on. */
    public void tag(String key, String value) {
        samples.tags(samples.tags().with(key, value));
    }

    /** What was recorded since this was asked last. */
    public Recorded recorded() {
        List<Series> all = new ArrayList<>();
        recorder.drain((second, series, sink) -> {
            Map<String, String> tags = new TreeMap<>();
            series.tags().forEach(tags::put);
            all.add(new Series(series.metric().name(), tags, sink.count(), sum(sink)));
        });
        return new Recorded(all);
    }

    private static double sum(Sink sink) {
        return switch (sink) {
            case Sink.CounterSink counter -> counter.sum();
            case Sink.GaugeSink gauge -> gauge.last();
            case Sink.RateSink rate -> rate.nonZero();
            case Sink.TrendSink trend -> trend.histogram().sum();
        };
    }

    /** Samples of one series. */
    public record Series(String metric, Map<String, String> tags, long count, double sum) {}

    /** What was recorded. */
    public record Recorded(List<Series> series) {

        /** How many samples of the metric there are. */
        public long count(String metric) {
            return series.stream()
                    .filter(one -> one.metric().equals(metric))
                    .mapToLong(Series::count)
                    .sum();
        }

        /** Sum of their values. */
        public double sum(String metric) {
            return series.stream()
                    .filter(one -> one.metric().equals(metric))
                    .mapToDouble(Series::sum)
                    .sum();
        }

        /** Their tags, which must be the same for all. */
        public Map<String, String> tags(String metric) {
            List<Map<String, String>> all = series.stream()
                    .filter(one -> one.metric().equals(metric))
                    .map(Series::tags)
                    .distinct()
                    .toList();
            if (all.size() != 1) {
                throw new AssertionError(metric + " has not one set of tags but " + all);
            }
            return all.getFirst();
        }
    }

    @Override
    public void close() {
        session.endUser();
        session.close();
    }
}
