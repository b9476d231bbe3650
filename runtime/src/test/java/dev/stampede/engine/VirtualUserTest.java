package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users that are started, stopped, interrupted and closed at awkward moments. */
@Timeout(60)
class VirtualUserTest {
    private final EngineHarness engine = new EngineHarness();

    private static Stage stage(long seconds, int target) {
        return new Stage(Duration.ofSeconds(seconds), target);
    }

    private List<Long> starts() {
        return engine.begun.stream().map(EngineHarness.Begun::millis).toList();
    }

    @Test
    void startWhileTheInterruptedIterationIsStillEnding_isNotLost() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        RampingVus ramp = new RampingVus(
                1, List.of(stage(1, 1), stage(0, 0), stage(1, 0), stage(0, 1), stage(5, 1)), Duration.ofMillis(500));
        engine.run(ramp, vu -> {
            if (vu.iteration() > 0) {
                vu.sleep("1s");
                return;
            }
            try {
                vu.sleep("1h");
            } catch (IterationInterrupted e) {
                boolean unused = Thread.interrupted();
                engine.clock.sleepUntil(engine.clock.nanoTime() + 1_000_000_000L); // cleans up until 2.5 s
            }
        });
        assertThat(starts()).contains(2500L);
    }

    @Test
    void userInterruptedWhileItIsMade_canBeInterruptedAgainAfterItsRestart() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        AtomicInteger made = new AtomicInteger();
        RampingVus ramp = new RampingVus(
                1, List.of(stage(1, 1), stage(0, 0), stage(1, 0), stage(0, 1), stage(2, 1)), Duration.ZERO);
        engine.run(
                ramp,
                vu -> vu.sleep("1h"),
                vu -> {
                    if (made.incrementAndGet() == 1) {
                        vu.sleep("10s");
                    }
                },
                vu -> {});
        assertThat(engine.clock.millis()).isEqualTo(4000);
    }

    @Test
    void userInterruptedWhileItIsMade_isClosedOnceAfterSeveralRestarts() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        AtomicInteger made = new AtomicInteger();
        RampingVus ramp = new RampingVus(
                1,
                List.of(
                        stage(1, 1),
                        stage(0, 0),
                        stage(1, 0),
                        stage(0, 1),
                        stage(2, 1),
                        stage(0, 0),
                        stage(1, 0),
                        stage(0, 1),
                        stage(2, 1)),
                Duration.ZERO);
        engine.run(
                ramp,
                vu -> vu.sleep("100ms"),
                vu -> {
                    if (made.incrementAndGet() == 1) {
                        vu.sleep("10s");
                    }
                },
                vu -> {});
        assertThat(made.get()).isEqualTo(2);
        assertThat(engine.closed).containsExactly(1);
    }

    @Test
    void tagsOfAUser_areGoneWhenItIsStartedAgain() throws Exception {
        RampingVus ramp = new RampingVus(
                1, List.of(stage(1, 1), stage(0, 0), stage(1, 0), stage(0, 1), stage(1, 1)), Duration.ZERO);
        engine.run(ramp, vu -> {
            if (vu.iteration() == 0) {
                vu.tag("user", "ann");
            }
            vu.counter(engine.clock.millis() < 1500 ? "first_life" : "second_life")
                    .add(1);
            vu.sleep("400ms");
        });
        assertThat(engine.drain().keySet()).contains("second_life{group:,scenario:default}");
    }

    @Test
    void tagsSetWhileAUserIsMade_stayForItsWholeLife() throws Exception {
        RampingVus ramp = new RampingVus(
                1, List.of(stage(1, 1), stage(0, 0), stage(1, 0), stage(0, 1), stage(1, 1)), Duration.ZERO);
        engine.run(
                ramp,
                vu -> {
                    vu.counter("seen").add(1);
                    vu.sleep("1s");
                },
                vu -> vu.tag("user", "ann"),
                vu -> {});
        assertThat(engine.drain().keySet())
                .contains("seen{group:,scenario:default,user:ann}")
                .doesNotContain("seen{group:,scenario:default}");
    }

    @Test
    void strayInterrupt_spoilsOneIterationAtMost() throws Exception {
        engine.run(new PerVuIterations(1, 5, Duration.ofMinutes(1)), vu -> {
            if (vu.iteration() == 0) {
                Thread.currentThread().interrupt();
                return;
            }
            vu.sleep("100ms");
        });
        assertThat(engine.errors.errors().stream().mapToLong(e -> e.count()).sum())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void whatCleansUpAfterAnIteration_isNotInterruptedByTheEndOfTheRun() throws Exception {
        List<Long> cleaned = new ArrayList<>();
        engine.after = vu -> {
            vu.sleep("500ms");
            cleaned.add(engine.clock.millis());
        };
        engine.run(new PerVuIterations(1, 5, Duration.ofMinutes(1)), vu -> {
            vu.sleep("1s");
            vu.abort("enough");
        });

        assertThat(cleaned).containsExactly(1500L);
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
    }

    @Test
    void whatCleansUpForTooLong_isInterruptedAtLast() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        engine.after = vu -> vu.sleep("1h");

        engine.run(new PerVuIterations(1, 5, Duration.ofSeconds(2)), vu -> vu.sleep("1s"));

        // a second after its time was over
        assertThat(engine.clock.millis()).isEqualTo(3000);
        assertThat(engine.closed).containsExactly(1);
    }

    @Test
    void abortBeforeTheUsersThreadRan_makesNoUser() throws Exception {
        AtomicInteger made = new AtomicInteger();
        engine.state.abort(RunEnding.ABORTED_BY_USER, "stop", null);

        engine.run(new PerVuIterations(3, 1, Duration.ofSeconds(5)), vu -> {}, vu -> made.incrementAndGet(), vu -> {});

        assertThat(made.get()).isZero();
        assertThat(engine.clock.millis()).isZero();
    }

    @Test
    void stopThenAbort_closesTheUserOnce() throws Exception {
        List<Integer> wrong = new ArrayList<>();
        MetricRegistry registry = new MetricRegistry();
        Recorder recorder = new Recorder();
        Clock clock = Clock.system();
        for (int i = 0; i < 3_000; i++) {
            RunState state = new RunState(clock);
            AtomicInteger closes = new AtomicInteger();
            CountDownLatch began = new CountDownLatch(1);
            SampleContext samples =
                    new SampleContext(registry, recorder, clock, SystemTag.DEFAULTS, 1, registry.rootTags());
            User.Factory factory = vu -> new User() {
                @Override
                public void beforeIteration(Scenario scenario) {}

                @Override
                public void iterate(Scenario scenario) {
                    began.countDown();
                }

                @Override
                public void afterIteration(Scenario scenario) {}

                @Override
                public void settle() {}

                @Override
                public void close() {
                    closes.incrementAndGet();
                }
            };
            VuRules rules = new VuRules(factory, new ErrorLog(), false, Duration.ZERO);
            Scenario ramp = Scenario.of("ramp", new RampingVus(1, List.of(stage(9, 1)), Duration.ZERO));
            VuPool pool = new VuPool(
                    clock,
                    n -> new VirtualUser(n, new VuSession(n, Share.WHOLE, "", Map.of(), samples, state), rules, state),
                    state,
                    new ExecutionPlan(1, 1, Duration.ofSeconds(9)),
                    1);
            ScenarioExecutor executor = ScenarioExecutor.of(
                    ramp, Portion.of(ramp.profile(), Share.WHOLE), Share.WHOLE, pool, state, samples);
            VirtualUser user = pool.take();
            Activation activation = executor.start(user, () -> 0);
            assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();
            user.stop(activation, false);
            for (int spin = 0; spin < i % 400; spin++) {
                Thread.onSpinWait();
            }
            state.abort(RunEnding.ABORTED_BY_USER, "stop", null);
            executor.crew.awaitEnd(() -> {});
            Crew leftOver = new Crew(clock, clock.newSignal(), state);
            user.closeLeftOver(leftOver);
            leftOver.awaitEnd(() -> {});
            if (closes.get() != 1) {
                wrong.add(closes.get());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A user is given back before it leaves its crew, so that the next scenario finds it. */
    @Test
    void userThatIsOnItsWayOut_andWorksForSomebodyElseAlready_isNotInterrupted() throws Exception {
        SampleContext samples = engine.samples(1);
        ScenarioExecutor before = executor("before");
        ScenarioExecutor after = executor("after");
        VirtualUser user = user(samples);
        before.crew.join(user, new Activation(before, () -> Quota.NONE));

        Activation present = after.start(user, () -> 0);
        before.crew.interruptAll();

        assertThat(samples.cancelled()).isFalse();
        user.interrupt(present, false);
        assertThat(samples.cancelled()).isTrue();
    }

    @Test
    void userThatLeavesItsCrew_afterItHasJoinedItAgain_isStillInterrupted() throws Exception {
        SampleContext samples = engine.samples(1);
        ScenarioExecutor executor = executor("ramp");
        VirtualUser user = user(samples);
        Activation past = new Activation(executor, () -> Quota.NONE);
        executor.crew.join(user, past);

        var unused = executor.start(user, () -> 0);
        executor.crew.leave(past);
        executor.crew.interruptAll();

        assertThat(samples.cancelled()).isTrue();
    }

    private VirtualUser user(SampleContext samples) {
        User.Factory factory = vu -> {
            vu.sleep("1h");
            throw new AssertionError();
        };
        return new VirtualUser(
                1,
                new VuSession(1, Share.WHOLE, "", Map.of(), samples, engine.state),
                new VuRules(factory, engine.errors, false, Duration.ZERO),
                engine.state);
    }

    private ScenarioExecutor executor(String name) {
        Scenario ramp = Scenario.of(name, new RampingVus(1, List.of(stage(9, 1)), Duration.ZERO));
        VuPool pool = new VuPool(
                engine.clock,
                n -> {
                    throw new AssertionError();
                },
                engine.state,
                new ExecutionPlan(1, 1, Duration.ofSeconds(9)),
                1);
        return ScenarioExecutor.of(
                ramp, Portion.of(ramp.profile(), Share.WHOLE), Share.WHOLE, pool, engine.state, engine.samples(0));
    }
}
