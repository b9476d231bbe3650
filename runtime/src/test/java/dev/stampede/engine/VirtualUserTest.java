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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void abortBeforeTheUsersThreadRan_makesNoUser() throws Exception {
        AtomicInteger made = new AtomicInteger();
        engine.state.abort(RunEnding.ABORTED_BY_USER, "stop", null);
        VirtualUser user = new VirtualUser(
                new VuSession(1, "default", "", engine.samples(1), engine.state),
                vu -> {
                    made.incrementAndGet();
                    throw new IllegalStateException("should not be made");
                },
                engine.state,
                engine.errors,
                false,
                () -> {});
        boolean started = user.start(() -> true);
        engine.clock.sleepUntil(engine.clock.nanoTime() + 1_000_000_000L);
        assertThat(started).isTrue();
        assertThat(made.get()).isZero();
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
            AtomicInteger ended = new AtomicInteger();
            SampleContext samples =
                    new SampleContext(registry, recorder, clock, SystemTag.DEFAULTS, 1, registry.rootTags());
            VirtualUser user = new VirtualUser(
                    new VuSession(1, "default", "", samples, state),
                    vu -> new User() {
                        @Override
                        public void beforeIteration() {}

                        @Override
                        public void iterate() {
                            began.countDown();
                        }

                        @Override
                        public void afterIteration() {}

                        @Override
                        public void close() {
                            closes.incrementAndGet();
                        }
                    },
                    state,
                    new ErrorLog(),
                    false,
                    ended::incrementAndGet);
            boolean unused = user.start(() -> true);
            assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();
            user.stop(false);
            for (int spin = 0; spin < i % 400; spin++) {
                Thread.onSpinWait();
            }
            state.abort(RunEnding.ABORTED_BY_USER, "stop", null);
            int threads = user.closeLeftOver() ? 2 : 1;
            while (ended.get() < threads) {
                Thread.onSpinWait();
            }
            if (closes.get() != 1) {
                wrong.add(closes.get());
            }
        }
        assertThat(wrong).isEmpty();
    }
}
