package dev.stampede.engine;

import dev.stampede.clock.FakeClock;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Runs a load profile in simulated time and keeps what happened. */
final class EngineHarness {
    final FakeClock clock = new FakeClock();
    final MetricRegistry registry = new MetricRegistry();
    final Recorder recorder = new Recorder();
    final RunState state = new RunState(clock);
    final ErrorLog errors = new ErrorLog();
    /** Iterations as they began: time in ms and number of the user. */
    final List<Begun> begun = Collections.synchronizedList(new ArrayList<>());
    /** Users that were closed. */
    final List<Integer> closed = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, Sink> drained = new TreeMap<>();

    Duration gracefulStop = Duration.ofSeconds(30);
    Duration minIterationDuration = Duration.ZERO;
    Share share = Share.WHOLE;
    Set<SystemTag> systemTags = SystemTag.DEFAULTS;
    Map<String, String> env = Map.of();
    Body before = vu -> {};
    Body after = vu -> {};
    boolean abortOnError;

    record Begun(long millis, int vu, long iteration) {}

    /** Iterations of scenarios: time in ms, name, number of the user and of the iteration in the whole run. */
    final List<Numbered> numbered = Collections.synchronizedList(new ArrayList<>());

    record Numbered(long millis, String scenario, int vu, long inTest) {}

    interface Body {
        void iterate(VuSession vu) throws Throwable;
    }

    Load run(LoadProfile profile, Body body) throws InterruptedException {
        return run(profile, body, vu -> {}, vu -> {});
    }

    Load run(LoadProfile profile, Body body, Body create, Body close) throws InterruptedException {
        Load load = load(profile, body, create, close);
        load.run();
        return load;
    }

    Load run(List<Scenario> scenarios, Body body) throws InterruptedException {
        Load load = load(scenarios, body, vu -> {}, vu -> {});
        load.run();
        return load;
    }

    Load load(LoadProfile profile, Body body, Body create, Body close) {
        return load(List.of(Scenario.of("default", profile).withGracefulStop(gracefulStop)), body, create, close);
    }

    Load load(List<Scenario> scenarios, Body body, Body create, Body close) {
        User.Factory factory = vu -> {
            create.iterate(vu);
            return new TestUser(vu, body, close);
        };
        return new Load(
                new Load.Work(scenarios, share, new VuRules(factory, errors, abortOnError, minIterationDuration)),
                number -> new VuSession(number, share, "", env, samples(number), state),
                () -> samples(0),
                clock,
                state);
    }

    SampleContext samples(int lane) {
        return new SampleContext(registry, recorder, clock, systemTags, lane, registry.rootTags());
    }

    /** All samples so far, by metric and tags. */
    Map<String, Sink> drain() {
        recorder.drain((second, series, sink) -> drained.computeIfAbsent(
                        key(series), k -> series.metric().type().newSink())
                .merge(sink));
        return drained;
    }

    /** The samples of one series; there must be some. */
    <S extends Sink> S sink(Class<S> type, String key) {
        return type.cast(Objects.requireNonNull(drain().get(key), key));
    }

    private static String key(TimeSeries series) {
        TagSet tags = series.tags();
        return series.metric().name() + tags;
    }

    private final class TestUser implements User {
        private final VuSession vu;
        private final Body body;
        private final Body close;

        TestUser(VuSession vu, Body body, Body close) {
            this.vu = vu;
            this.body = body;
            this.close = close;
        }

        @Override
        public void beforeIteration(Scenario scenario) throws Throwable {
            before.iterate(vu);
        }

        @Override
        public void iterate(Scenario scenario) throws Throwable {
            begun.add(new Begun(clock.millis(), vu.id(), vu.iteration()));
            numbered.add(new Numbered(clock.millis(), scenario.name(), vu.id(), vu.iterationInTest()));
            body.iterate(vu);
        }

        @Override
        public void afterIteration(Scenario scenario) throws Throwable {
            after.iterate(vu);
        }

        @Override
        public void settle() {}

        @Override
        public void close() throws Throwable {
            closed.add(vu.id());
            close.iterate(vu);
        }
    }
}
