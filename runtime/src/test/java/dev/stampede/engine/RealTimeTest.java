package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.Sink.CounterSink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/** Races that simulated time hides: short loads on the machine's own clock, many times. */
@Timeout(120)
class RealTimeTest {
    private final Clock clock = Clock.system();
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final RunState state = new RunState(clock);
    private final ErrorLog errors = new ErrorLog();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong created = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();

    private Load load(List<Scenario> scenarios, EngineHarness.Body create, EngineHarness.Body body) {
        User.Factory factory = vu -> {
            created.incrementAndGet();
            create.iterate(vu);
            return new User() {
                @Override
                public void beforeIteration(Scenario scenario) {}

                @Override
                public void iterate(Scenario scenario) throws Throwable {
                    begun.incrementAndGet();
                    body.iterate(vu);
                }

                @Override
                public void afterIteration(Scenario scenario) {}

                @Override
                public void settle() {}

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        };
        return new Load(
                new Load.Work(scenarios, Share.WHOLE, new VuRules(factory, errors, false, Duration.ZERO)),
                number -> new VuSession(number, Share.WHOLE, "", Map.of(), samples(number), state),
                () -> samples(0),
                clock,
                state);
    }

    private SampleContext samples(int lane) {
        return new SampleContext(registry, recorder, clock, SystemTag.DEFAULTS, lane, registry.rootTags());
    }

    private long dropped() {
        double[] sum = new double[1];
        recorder.drain((second, series, sink) -> {
            if (series.metric().name().equals("dropped_iterations") && sink instanceof CounterSink c) {
                sum[0] += c.sum();
            }
        });
        return (long) sum[0];
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @RepeatedTest(20)
    void arrivals_areStartedOrDropped_alsoAtTheEdgeOfTheirTime() throws Exception {
        Scenario scenario = Scenario.of(
                        "arrivals", new ConstantArrivalRate(20_000, Duration.ofSeconds(1), millis(30), 3, 20))
                .withGracefulStop(Duration.ZERO);
        load(List.of(scenario), vu -> clock.sleepUntil(clock.nanoTime() + 2_000_000), vu -> vu.sleep("100us"))
                .run();

        assertThat(state.abort()).isNull();
        assertThat(begun.get() + dropped()).isEqualTo(600);
        assertThat(state.completeIterations() + state.interruptedIterations()).isEqualTo(begun.get());
        assertThat(state.activeVus()).isZero();
        assertThat(closed.get()).isLessThanOrEqualTo(created.get());
    }

    @RepeatedTest(20)
    void iterationHandedOverInTheLastMoment_isStartedOrDropped() throws Exception {
        // the last of them is due when the time is over
        Scenario scenario = Scenario.of(
                        "arrivals",
                        new RampingArrivalRate(0, Duration.ofSeconds(1), List.of(new Stage(millis(100), 200)), 2, 2))
                .withGracefulStop(Duration.ZERO);
        load(List.of(scenario), vu -> {}, vu -> vu.sleep("1ms")).run();

        assertThat(begun.get() + dropped()).isEqualTo(10);
        assertThat(state.completeIterations() + state.interruptedIterations()).isEqualTo(begun.get());
    }

    @RepeatedTest(20)
    void scenariosOneAfterTheOther_handOverTheirUsersUnharmed() throws Exception {
        List<Scenario> scenarios = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            scenarios.add(Scenario.of("s" + i, new ConstantVus(20, millis(10)))
                    .withGracefulStop(Duration.ZERO)
                    .startingAfter(millis(10L * i)));
        }
        scenarios.add(Scenario.of("last", new PerVuIterations(20, 1, millis(60_000)))
                .withGracefulStop(Duration.ZERO)
                .startingAfter(millis(50)));
        AtomicLong atTheEnd = new AtomicLong();
        Load load = load(scenarios, vu -> {}, vu -> {
            if (vu.scenario().equals("last")) {
                atTheEnd.incrementAndGet();
                vu.sleep("1ms");
            } else {
                vu.sleep("500us");
            }
        });
        load.run();

        assertThat(load.plan().maxVus()).isEqualTo(20);
        assertThat(state.abort()).isNull();
        assertThat(atTheEnd.get()).isEqualTo(20);
        assertThat(dropped()).isZero();
        assertThat(closed.get()).isEqualTo(created.get());
        assertThat(state.activeVus()).isZero();
    }

    @RepeatedTest(20)
    void abort_atAnyMoment_endsEveryUserOfARampOfManyChanges(RepetitionInfo moment) throws Exception {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            stages.add(new Stage(millis(1), i % 2 == 0 ? 10 : 0));
        }
        stages.add(new Stage(millis(1000), 10));
        Scenario ramp = Scenario.of("ramp", new RampingVus(0, stages, millis(2)));
        long start = clock.nanoTime();
        Thread aborter = Thread.ofPlatform().start(() -> {
            try {
                clock.sleepUntil(start + moment.getCurrentRepetition() * 2_500_000L);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            state.abort(RunEnding.ABORTED_BY_USER, "stop", null);
        });
        load(List.of(ramp), vu -> {}, vu -> vu.sleep(vu.iteration() % 3 == 2 ? "1h" : "300us"))
                .run();
        aborter.join();

        // a user that no interrupt reached would be given up, and never closed
        assertThat(closed.get()).isEqualTo(created.get());
        assertThat(state.activeVus()).isZero();
    }
}
