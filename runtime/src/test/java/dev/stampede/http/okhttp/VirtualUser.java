package dev.stampede.http.okhttp;

import dev.stampede.Http;
import dev.stampede.clock.Clock;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.proxies.Proxies;
import dev.stampede.traces.Tracer;
import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A virtual user with a session of its own, and a look at what it recorded. */
public final class VirtualUser implements AutoCloseable {
    public final MetricRegistry registry = new MetricRegistry();
    public final SampleContext samples;
    public final HttpSession session;
    private final Recorder recorder = new Recorder();

    public VirtualUser() {
        this(HttpOptions.DEFAULTS);
    }

    public VirtualUser(HttpOptions options) {
        this(options, SystemTag.DEFAULTS);
    }

    public VirtualUser(HttpOptions options, Set<SystemTag> systemTags) {
        this(options, systemTags, null);
    }

    /** One whose requests may go directly over sockets, or may not. */
    VirtualUser(HttpOptions options, boolean direct) {
        this(
                new HttpSessions(
                        options, UnaryOperator.identity(), null, Resolver.Source.JVM, Proxies.ofThisMachine(), direct),
                0);
    }

    public VirtualUser(HttpOptions options, Set<SystemTag> systemTags, @Nullable Tracer tracer) {
        samples = new SampleContext(registry, recorder, Clock.system(), systemTags, 0, registry.rootTags());
        session = new HttpSessions(
                        options,
                        UnaryOperator.identity(),
                        tracer,
                        Resolver.Source.JVM,
                        Proxies.ofThisMachine(),
                        isDirect())
                .open(samples);
    }

    /** One that looks names up elsewhere, or goes through proxies; the user of a number. */
    VirtualUser(HttpOptions options, Resolver.Source names, Proxies proxies, int number) {
        this(new HttpSessions(options, UnaryOperator.identity(), null, names, proxies, isDirect()), number);
    }

    /** One of several that share a run. */
    VirtualUser(HttpSessions run, int number) {
        samples =
                new SampleContext(registry, recorder, Clock.system(), SystemTag.DEFAULTS, number, registry.rootTags());
        session = run.open(samples);
    }

    /** Whether the tests of this JVM let requests go directly over sockets. */
    static boolean isDirect() {
        return !"okhttp".equals(System.getProperty("stampede.test.lane"));
    }

    static Proxies noProxies() {
        return new Proxies(Map.of(), property -> null, ProxySelector.of(null));
    }

    public Http http() {
        return session.http();
    }

    public OkHttpClient client() {
        return session.okHttpClient();
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

    public record Series(String metric, Map<String, String> tags, long count, double sum) {}

    public record Recorded(List<Series> series) {
        /** Tags of each round trip, in no particular order; as often as there were samples. */
        public List<Map<String, String>> requests() {
            List<Map<String, String>> found = new ArrayList<>();
            for (Series one : series) {
                for (int i = 0; one.metric().equals("http_reqs") && i < one.count(); i++) {
                    found.add(one.tags());
                }
            }
            return found;
        }

        /** The tags of the only round trip. */
        public Map<String, String> request() {
            List<Map<String, String>> all = requests();
            if (all.size() != 1) {
                throw new AssertionError("not one round trip but " + all);
            }
            return all.getFirst();
        }

        public double sum(String metric) {
            return series.stream()
                    .filter(one -> one.metric().equals(metric))
                    .mapToDouble(Series::sum)
                    .sum();
        }

        public long count(String metric) {
            return series.stream()
                    .filter(one -> one.metric().equals(metric))
                    .mapToLong(Series::count)
                    .sum();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
