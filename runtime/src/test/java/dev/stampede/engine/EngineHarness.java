package dev.stampede.engine;

import dev.stampede.clock.FakeClock;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    boolean abortOnError;

    record Begun(long millis, int vu, long iteration) {}

    interface Body {
        void iterate(VuSession vu) throws Throwable;
    }

    LoadExecutor run(LoadProfile profile, Body body) throws InterruptedException {
        return run(profile, body, vu -> {}, vu -> {});
    }

    LoadExecutor run(LoadProfile profile, Body body, Body create, Body close) throws InterruptedException {
        LoadExecutor executor = executor(profile, body, create, close);
        executor.run();
        return executor;
    }

    LoadExecutor executor(LoadProfile profile, Body body, Body create, Body close) {
        return new LoadExecutor(
                profile,
                gracefulStop,
                id -> new VuSession(id, "default", "", samples(id), state),
                vu -> {
                    create.iterate(vu);
                    return new TestUser(vu, body, close);
                },
                state,
                errors,
                abortOnError,
                samples(0),
                "default");
    }

    SampleContext samples(int lane) {
        return new SampleContext(registry, recorder, clock, SystemTag.DEFAULTS, lane, registry.rootTags());
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
        public void beforeIteration() {}

        @Override
        public void iterate() throws Throwable {
            begun.add(new Begun(clock.millis(), vu.id(), vu.iteration()));
            body.iterate(vu);
        }

        @Override
        public void afterIteration() {}

        @Override
        public void close() throws Throwable {
            closed.add(vu.id());
            close.iterate(vu);
        }
    }
}
