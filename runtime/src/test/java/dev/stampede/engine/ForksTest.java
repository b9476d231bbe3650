package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.CustomMetric;
import dev.stampede.Fork;
import dev.stampede.Vu;
import dev.stampede.clock.Clock;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.metrics.Sink.CounterSink;
import dev.stampede.metrics.Sink.RateSink;
import dev.stampede.metrics.Sink.TrendSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that virtual users fork, in simulated time. */
@Timeout(30)
class ForksTest {
    private final EngineHarness engine = new EngineHarness();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    private static LoadProfile iterations(int each) {
        return new PerVuIterations(1, each, Duration.ofMinutes(10));
    }

    private void say(String text) {
        said.add(engine.clock.millis() + " " + text);
    }

    @Test
    void forks_runAtTheSameTime_andTheIterationLastsAsLongAsTheyDo() throws Exception {
        engine.run(iterations(2), vu -> {
            vu.fork(() -> vu.sleep("3s"));
            vu.fork(() -> vu.sleep("2s"));
            vu.sleep("1s");
        });

        assertThat(engine.begun).extracting(EngineHarness.Begun::millis).containsExactly(0L, 3000L);
        assertThat(engine.sink(TrendSink.class, "iteration_duration{group:,scenario:default}")
                        .histogram()
                        .sum())
                .isEqualTo(6000);
    }

    @Test
    void fork_beginsWithTheTagsOfItsParent_andGoesItsOwnWay() throws Exception {
        engine.run(iterations(1), vu -> {
            vu.tag("page", "home");
            Fork<String> fork = vu.group(
                    "front",
                    () -> vu.fork(() -> {
                        vu.tag("part", "images");
                        vu.group("inner", () -> {
                            vu.check("in the fork", true);
                            vu.sleep("2s");
                        });
                        vu.counter("after_inner").add(1);
                        return vu.scenario() + vu.id();
                    }));
            vu.sleep("1s");
            vu.check("meanwhile", true);
            assertThat(fork.join()).isEqualTo("default1");
            vu.counter("after_join").add(1);
        });

        assertThat(engine.errors.errors()).isEmpty();
        assertThat(engine.drain())
                .containsKeys(
                        "checks{check:in the fork,group:::front::inner,page:home,part:images,scenario:default}",
                        "group_duration{group:::front::inner,page:home,part:images,scenario:default}",
                        "after_inner{group:::front,page:home,part:images,scenario:default}",
                        "checks{check:meanwhile,group:,page:home,scenario:default}",
                        "after_join{group:,page:home,scenario:default}");
    }

    @Test
    void metricsOfTheirOwn_carryTheTagsOfTheThreadThatAdds() throws Exception {
        engine.run(iterations(1), vu -> {
            CustomMetric shared = vu.counter("shared");
            vu.group("front", () -> {
                vu.fork(() -> shared.add(2)).join();
            });
            shared.add(1);
        });

        assertThat(engine.sink(CounterSink.class, "shared{group:::front,scenario:default}")
                        .sum())
                .isEqualTo(2);
        assertThat(engine.sink(CounterSink.class, "shared{group:,scenario:default}")
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void manyForks_loseNoSample() throws Exception {
        engine.run(iterations(5), vu -> {
            for (int i = 0; i < 50; i++) {
                vu.fork(() -> {
                    for (int k = 0; k < 100; k++) {
                        vu.counter("done").add(1);
                    }
                });
            }
        });

        assertThat(engine.sink(CounterSink.class, "done{group:,scenario:default}")
                        .sum())
                .isEqualTo(25_000);
    }

    @Test
    void forksOfForks_areWaitedForToo() throws Exception {
        engine.run(
                iterations(1),
                vu -> vu.fork(() -> vu.fork(() -> {
                    vu.sleep("5s");
                    say("grandchild");
                })));

        assertThat(said).containsExactly("5000 grandchild");
        assertThat(engine.clock.millis()).isEqualTo(5000);
    }

    @Test
    void exceptionThatNobodyJoined_failsTheIteration() throws Exception {
        engine.run(iterations(1), vu -> {
            vu.fork(() -> {
                vu.sleep("1s");
                throw new IOException("first");
            });
            vu.fork(() -> {
                vu.sleep("2s");
                throw new IllegalStateException("second");
            });
        });

        assertThat(engine.errors.errors()).singleElement().satisfies(error -> {
            assertThat(error.fingerprint()).isEqualTo("IOException");
            assertThat(error.first()).hasMessage("first");
            assertThat(error.first().getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .isEqualTo("second");
        });
        assertThat(engine.sink(RateSink.class, "iterations_failed{group:,scenario:default}")
                        .nonZero())
                .isEqualTo(1);
    }

    @Test
    void exceptionThatWasJoined_isTheTestsOwn() throws Exception {
        engine.run(iterations(1), vu -> {
            Fork<?> fork = vu.fork(() -> {
                throw new IOException("gone");
            });
            assertThatThrownBy(fork::join).isInstanceOf(IOException.class).hasMessage("gone");
            say("went on");
        });

        assertThat(said).containsExactly("0 went on");
        assertThat(engine.errors.errors()).isEmpty();
    }

    @Test
    void bodyThatThrows_endsItsForks() throws Exception {
        engine.run(iterations(1), vu -> {
            vu.fork(() -> {
                vu.sleep("1h");
                say("not ended");
            });
            vu.sleep("1s");
            throw new IOException("the body's own");
        });

        assertThat(said).isEmpty();
        assertThat(engine.clock.millis()).isEqualTo(1000);
        assertThat(engine.errors.errors()).singleElement().satisfies(error -> {
            assertThat(error.first()).hasMessage("the body's own").hasNoSuppressedExceptions();
        });
    }

    @Test
    void cancelledFork_endsAtOnce_andDoesNotFailTheIteration() throws Exception {
        engine.run(iterations(1), vu -> {
            Fork<?> poller = vu.fork(() -> {
                while (true) {
                    vu.sleep("300ms");
                    vu.counter("polls").add(1);
                }
            });
            vu.sleep("1s");
            poller.cancel();
        });

        assertThat(engine.clock.millis()).isEqualTo(1000);
        assertThat(engine.errors.errors()).isEmpty();
        assertThat(engine.sink(CounterSink.class, "polls{group:,scenario:default}")
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void interruptOfTheIteration_endsAllForks_andDropsWhatTheySay() throws Exception {
        engine.gracefulStop = Duration.ofSeconds(1);
        engine.run(new ConstantVus(1, Duration.ofSeconds(2)), vu -> {
            vu.fork(() -> {
                try {
                    vu.fork(() -> vu.sleep("1h")).join();
                } finally {
                    say("fork ends");
                    vu.counter("late").add(1);
                }
            });
            vu.sleep("1h");
        });

        assertThat(said).containsExactly("3000 fork ends");
        assertThat(engine.clock.millis()).isEqualTo(3000);
        assertThat(engine.drain()).doesNotContainKey("late{group:,scenario:default}");
        assertThat(engine.state.interruptedIterations()).isEqualTo(1);
        assertThat(engine.errors.errors()).isEmpty();
    }

    @Test
    void cleaningUpAfterAnInterruptedIteration_mayFork() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        engine.after = vu -> {
            vu.fork(() -> {
                vu.sleep("300ms");
                say("cleaned");
            });
        };
        engine.run(new ConstantVus(1, Duration.ofSeconds(2)), vu -> vu.sleep("1h"));

        assertThat(said).containsExactly("2300 cleaned");
        assertThat(engine.errors.errors()).isEmpty();
    }

    @Test
    void interruptBeforeTheFirstFork_refusesIt() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        engine.run(new ConstantVus(1, Duration.ofSeconds(2)), vu -> {
            try {
                vu.sleep("1h");
            } catch (IterationInterrupted e) {
                boolean unused = Thread.interrupted(); // as code does that has not heard of interrupts
            }
            assertThatThrownBy(() -> vu.fork(() -> vu.sleep("1h")))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("'vu-1' forks nothing now: its iteration was interrupted");
            say("refused");
        });

        assertThat(said).containsExactly("2000 refused");
    }

    @Test
    void interruptOfTheIteration_reachesForks_whileItsOwnThreadCannotBeInterrupted() throws Exception {
        engine.gracefulStop = Duration.ZERO;
        engine.run(new ConstantVus(1, Duration.ofSeconds(2)), vu -> {
            Clock.Signal over = engine.clock.newSignal();
            vu.fork(() -> {
                try {
                    vu.sleep("1h");
                } finally {
                    over.raise();
                }
            });
            awaitUninterruptibly(over);
        });

        assertThat(engine.clock.millis()).isEqualTo(2000);
    }

    /** As {@link CompletableFuture#join} waits. */
    private static void awaitUninterruptibly(Clock.Signal signal) {
        while (true) {
            try {
                signal.await();
                return;
            } catch (InterruptedException e) {
                // goes on waiting
            }
        }
    }

    @Test
    void abortInAFork_endsTheRun() throws Exception {
        engine.run(new ConstantVus(2, Duration.ofMinutes(1)), vu -> {
            vu.fork(() -> {
                vu.sleep("1s");
                vu.abort("sold out");
            });
            vu.sleep("1h");
        });

        assertThat(engine.clock.millis()).isEqualTo(1000);
        assertThat(engine.state.abort())
                .isNotNull()
                .extracting(RunState.Abort::reason)
                .isEqualTo("sold out");
    }

    @Test
    void userThatWorksAgainAfterAnInterrupt_forksAgain() throws Exception {
        List<LoadProfile.Stage> stages = List.of(
                new LoadProfile.Stage(Duration.ofSeconds(2), 0), new LoadProfile.Stage(Duration.ofSeconds(2), 1));
        engine.gracefulStop = Duration.ZERO;
        engine.run(
                new LoadProfile.RampingVus(1, stages, Duration.ZERO),
                vu -> vu.fork(() -> {
                            vu.sleep("400ms");
                            vu.counter("forked").add(1);
                        })
                        .join());

        assertThat(engine.errors.errors()).isEmpty();
        assertThat(engine.sink(CounterSink.class, "forked{group:,scenario:default}")
                        .sum())
                .isGreaterThan(3);
    }

    @Test
    void forksOfWhatComesBeforeAndAfter_endWithIt() throws Exception {
        engine.before = vu -> vu.fork(() -> vu.sleep("1s"));
        engine.after = vu -> vu.fork(() -> {
            vu.sleep("1s");
            say("after");
        });
        engine.run(
                iterations(1),
                vu -> say("body"),
                vu -> vu.fork(() -> {
                    vu.sleep("1s");
                    say("made");
                }),
                vu -> vu.fork(() -> {
                    vu.sleep("1s");
                    say("closed");
                }));

        assertThat(said).containsExactly("1000 made", "1000 body", "3000 after", "4000 closed");
    }

    @Test
    void exceptionInAForkAfterTheIteration_isTheIterations() throws Exception {
        engine.after = vu -> vu.fork(() -> {
            throw new IOException("while cleaning up");
        });
        engine.run(iterations(1), vu -> {
            throw new IllegalStateException("body");
        });

        assertThat(engine.errors.errors()).singleElement().satisfies(error -> {
            assertThat(error.first()).hasMessage("body");
            assertThat(error.first().getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .isEqualTo("while cleaning up");
        });
    }

    @Test
    void executor_attributesToWhoSubmits() throws Exception {
        engine.run(iterations(1), vu -> {
            CompletableFuture<Void> chain = vu.group(
                    "front",
                    () -> CompletableFuture.runAsync(() -> vu.counter("first").add(1), vu.executor())
                            .thenRunAsync(() -> vu.counter("second").add(1), vu.executor()));
            chain.join();
        });

        assertThat(engine.errors.errors()).isEmpty();
        assertThat(engine.drain())
                .containsKeys("first{group:::front,scenario:default}", "second{group:::front,scenario:default}");
    }

    @Test
    void executorOnAForeignThread_takesTheTagsOfTheVirtualUser() throws Exception {
        engine.run(
                iterations(1),
                vu -> vu.group("front", () -> {
                    Executor executor = vu.executor();
                    Thread stranger = Thread.ofPlatform()
                            .start(() -> executor.execute(
                                    () -> vu.counter("handed_over").add(1)));
                    stranger.join();
                }));

        assertThat(engine.errors.errors()).isEmpty();
        assertThat(engine.drain()).containsKey("handed_over{group:::front,scenario:default}");
    }

    @Test
    void executor_refusesWhatComesAfterTheIteration() throws Exception {
        AtomicReference<Vu> left = new AtomicReference<>();
        AtomicReference<Executor> executor = new AtomicReference<>();
        engine.run(iterations(1), vu -> {
            left.set(vu);
            executor.set(vu.executor());
        });

        assertThatThrownBy(() -> executor.get().execute(() -> say("too late")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("'vu-1' forks nothing now: it is in no iteration");
        assertThat(said).isEmpty();
    }

    @Test
    void taskOfTheExecutorThatThrows_failsTheIteration() throws Exception {
        engine.run(
                iterations(1),
                vu -> vu.executor().execute(() -> {
                    throw new IllegalStateException("in a task");
                }));

        assertThat(engine.errors.errors())
                .singleElement()
                .extracting(error -> error.first().getMessage())
                .isEqualTo("in a task");
    }

    private interface Use {
        void of(Vu vu) throws Throwable;
    }

    /** What comes of it on a thread that does not work for the virtual user. */
    private Throwable elsewhere(Use use) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("it was not refused"));
        engine.run(iterations(1), vu -> {
            Thread stranger = Thread.ofPlatform().name("stranger").start(() -> {
                try {
                    use.of(vu);
                } catch (Throwable t) {
                    thrown.set(t);
                }
            });
            stranger.join();
        });
        return thrown.get();
    }

    @Test
    void foreignThread_isRefused_whateverItWouldRecord() throws Exception {
        List<Use> uses = List.of(
                vu -> vu.check("c", true),
                vu -> vu.check("c", () -> say("ran")),
                vu -> vu.group("g", () -> say("ran")),
                vu -> vu.tag("k", "v"),
                vu -> vu.sleep("1s"),
                vu -> vu.counter("own").add(1),
                vu -> vu.trend("own_trend").add(1, Map.of("k", "v")),
                vu -> vu.time("own_time", () -> say("ran")),
                vu -> vu.fork(() -> say("ran")),
                Vu::executor);
        for (Use use : uses) {
            assertThat(elsewhere(use))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Vu and the clients of 'vu-1' cannot be used on thread 'stranger': what is done"
                            + " there is of no known group or iteration. Start such work with vu.fork(..), or give"
                            + " vu.executor() to the library that does it.");
        }
        assertThat(said).isEmpty();
        assertThat(engine.drain().keySet())
                .noneMatch(key -> key.matches("(checks|group_duration|own|own_trend|own_time)\\{.*"));
    }

    @Test
    void parallelStream_isRefused_beforeAnythingIsMistagged() throws Exception {
        CountDownLatch others = new CountDownLatch(1);
        engine.run(iterations(1), vu -> {
            Thread own = Thread.currentThread();
            IntStream.range(0, 1000).parallel().forEach(i -> {
                if (Thread.currentThread() != own) {
                    others.countDown();
                } else {
                    awaitQuietly(others); // or it could do all of it alone
                }
                vu.check("in parallel", true);
            });
        });

        assertThat(engine.errors.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.first())
                        .isInstanceOf(IllegalStateException.class)
                        .hasStackTraceContaining("cannot be used on thread 'ForkJoinPool.commonPool-worker-"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void supplyAsync_withoutTheExecutor_isRefused() throws Exception {
        engine.run(
                iterations(1),
                vu -> CompletableFuture.runAsync(() -> vu.check("elsewhere", true))
                        .join());

        assertThat(engine.errors.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.first())
                        .hasRootCauseInstanceOf(IllegalStateException.class)
                        .hasStackTraceContaining("give vu.executor() to the library that does it."));
    }
}
