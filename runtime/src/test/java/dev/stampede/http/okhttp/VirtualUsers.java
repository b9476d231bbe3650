package dev.stampede.http.okhttp;

import dev.stampede.clock.Clock;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.proxies.Proxies;
import java.util.function.UnaryOperator;

/** Virtual users that share a run, as those of a load test do. */
public final class VirtualUsers {
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final HttpSessions run;

    public VirtualUsers(HttpOptions options) {
        run = new HttpSessions(
                options,
                UnaryOperator.identity(),
                null,
                Resolver.Source.JVM,
                Proxies.ofThisMachine(),
                VirtualUser.isDirect());
    }

    /** The HTTP of one, to be used on the calling thread. */
    public HttpSession open(int number) {
        return run.open(
                new SampleContext(registry, recorder, Clock.system(), SystemTag.DEFAULTS, number, registry.rootTags()));
    }

    /** Takes what was recorded, and drops it. */
    public void drain() {
        recorder.drain((second, series, sink) -> {});
    }
}
