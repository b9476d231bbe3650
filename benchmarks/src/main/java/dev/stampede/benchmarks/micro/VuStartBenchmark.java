package dev.stampede.benchmarks.micro;

import dev.stampede.clock.Clock;
import dev.stampede.engine.ErrorLog;
import dev.stampede.engine.Load;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.RunState;
import dev.stampede.engine.Scenario;
import dev.stampede.engine.User;
import dev.stampede.engine.VuRules;
import dev.stampede.engine.VuSession;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.http.okhttp.HttpSessions;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The life of a virtual user that does nothing: made with its HTTP session, one empty iteration, ended. {@value #VUS} of them in a
 * load; the time is that of one, with its share of what the load takes itself.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@State(Scope.Benchmark)
public class VuStartBenchmark {
    private static final int VUS = 10_000;

    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final HttpSessions http = new HttpSessions(HttpOptions.DEFAULTS);

    /** All their lives. */
    @Benchmark
    @OperationsPerInvocation(VUS)
    public long startAndEnd() throws InterruptedException {
        Clock clock = Clock.system();
        RunState state = new RunState(clock);
        VuRules rules = new VuRules(vu -> new Idle(http.open(vu.samples())), new ErrorLog(), true, Duration.ZERO);
        Load load = new Load(
                new Load.Work(
                        List.of(Scenario.of("default", new PerVuIterations(VUS, 1, Duration.ofMinutes(1)))),
                        Share.WHOLE,
                        rules),
                number -> new VuSession(number, Share.WHOLE, "", Map.of(), samples(clock, number), state),
                () -> samples(clock, 0),
                clock,
                state);
        load.run();
        if (state.completeIterations() != VUS) {
            throw new IllegalStateException("not " + VUS + " iterations but " + state.completeIterations());
        }
        recorder.drain((second, series, sink) -> {});
        return state.completeIterations();
    }

    private SampleContext samples(Clock clock, int lane) {
        return new SampleContext(registry, recorder, clock, SystemTag.DEFAULTS, lane, registry.rootTags());
    }

    /** One that has a session, as all have, and makes no use of it. */
    private record Idle(HttpSession session) implements User {
        @Override
        public void beforeIteration(Scenario scenario) {
            session.beforeIteration();
        }

        @Override
        public void iterate(Scenario scenario) {}

        @Override
        public void afterIteration(Scenario scenario) {}

        @Override
        public void settle() {
            session.endIteration();
            session.emitData();
        }

        @Override
        public void close() {
            session.endUser();
            session.close();
        }
    }
}
