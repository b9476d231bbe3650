package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunEnding;
import dev.stampede.RunResult;
import dev.stampede.clock.Clock;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.IterationInterrupted;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.thresholds.ThresholdSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose outputs, phases and threads misbehave. */
@Timeout(60)
class RunTest {
    private final FakeClock clock = new FakeClock();

    /** Keeps how it was finished. */
    private static class Fake implements Output {
        final List<RunEnding> finished = Collections.synchronizedList(new ArrayList<>());

        @Nullable
        RunControl control;

        @Override
        public String describe() {
            return "fake";
        }

        @Override
        public void start(RunDescription run, RunControl runControl) {
            control = runControl;
        }

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {}

        @Override
        public void finish(RunOutcome outcome) {
            finished.add(outcome.ending());
        }
    }

    private static LoadOptions.Builder options(Output... outputs) {
        return LoadOptions.builder("a run")
                .profile(new ConstantVus(1, Duration.ofSeconds(5)))
                .gracefulStop(Duration.ZERO)
                .outputs(List.of(outputs))
                .console(block -> {});
    }

    private static LoadScript counting() {
        return scope -> () -> {
            scope.vu().counter("mine").add(1);
            scope.vu().sleep("100ms");
        };
    }

    private static @Nullable Throwable thrownBy(Runnable body) {
        try {
            body.run();
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    @Test
    void errorOfAnOutput_stopsNeitherThresholdsNorTheOthersFinish() {
        Fake sound = new Fake();
        Fake faulty = new Fake() {
            @Override
            public void accept(long epochSecond, TimeSeries series, Sink sink) {
                throw new NoClassDefFoundError("org/example/Encoder");
            }
        };
        LoadOptions options = options(faulty, sound)
                .thresholds(List.of(new ThresholdSpec("mine", "count<1", true, null, true)))
                .build();
        AtomicReference<@Nullable RunReport> report = new AtomicReference<>();

        Throwable thrown = thrownBy(() -> report.set(LoadRunner.run(options, counting(), clock)));

        assertThat(sound.finished).as("finished; thrown " + thrown).containsExactly(RunEnding.ABORTED_BY_THRESHOLD);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void dataOfSetupAndTeardown_isThereIfTheTestHasThem(boolean declared) {
        Set<String> seen = new TreeSet<>();
        Fake output = new Fake() {
            @Override
            public void accept(long epochSecond, TimeSeries series, Sink sink) {
                String name = series.metric().name() + series.tags();
                if (name.contains("group:::setup") || name.contains("group:::teardown")) {
                    seen.add(name);
                }
            }
        };
        LoadScript script = new LoadScript() {
            @Override
            public boolean hasBeforeRun() {
                return declared;
            }

            @Override
            public boolean hasAfterRun() {
                return declared;
            }

            @Override
            public VuBody startVu(VuScope scope) {
                return () -> scope.vu().sleep("1s");
            }
        };

        LoadRunner.run(options(output).build(), script, clock);

        assertThat(seen)
                .containsExactlyElementsOf(
                        declared
                                ? List.of(
                                        "data_received{group:::setup}",
                                        "data_received{group:::teardown}",
                                        "data_sent{group:::setup}",
                                        "data_sent{group:::teardown}")
                                : List.of());
    }

    @Test
    void vus_areSampledEachSecond_withTheTagsOfTheRunOnly() {
        Map<String, Double> seen = new TreeMap<>();
        Fake output = new Fake() {
            @Override
            public void accept(long epochSecond, TimeSeries series, Sink sink) {
                if (series.metric().name().startsWith("vus")) {
                    seen.put(
                            epochSecond - FakeClock.EPOCH_SECOND + " "
                                    + series.metric().name() + series.tags(),
                            ((Sink.GaugeSink) sink).last());
                }
            }
        };
        LoadScript script = new LoadScript() {
            @Override
            public void beforeRun(VuScope scope) {
                scope.vu().sleep("1500ms");
            }

            @Override
            public VuBody startVu(VuScope scope) {
                return () -> scope.vu().sleep("600ms");
            }

            @Override
            public void afterRun(VuScope scope, RunResult result) {
                scope.vu().sleep("1s");
            }
        };

        RunReport report = LoadRunner.run(
                options(output)
                        .profile(new ConstantArrivalRate(1, Duration.ofSeconds(1), Duration.ofSeconds(2), 2, 3))
                        .tags(Map.of("team", "a"))
                        .build(),
                script,
                clock);

        // setup until 1.5 s, iterations at 1.5 s and 2.5 s, teardown from 3.5 s
        assertThat(seen)
                .containsExactlyInAnyOrderEntriesOf(new TreeMap<>(Map.of(
                        "1 vus_max{team:a}", 2.0,
                        "1 vus{team:a}", 0.0,
                        "2 vus_max{team:a}", 2.0,
                        "2 vus{team:a}", 1.0,
                        "3 vus_max{team:a}", 2.0,
                        "3 vus{team:a}", 1.0,
                        "4 vus_max{team:a}", 2.0,
                        "4 vus{team:a}", 0.0)));
        assertThat(report.passed()).isTrue();
    }

    @Test
    void vus_ofARunUnderASecond_areNotSampled() {
        RunReport report = LoadRunner.run(
                options()
                        .profile(new PerVuIterations(1, 1, Duration.ofMinutes(1)))
                        .build(),
                counting(),
                clock);

        assertThat(report.metrics()).contains("iterations").doesNotContain("vus", "vus_max");
    }

    @Test
    void errorAtAnOutputsFinish_doesNotKeepTheOthersOpen() {
        Fake sound = new Fake();
        Fake faulty = new Fake() {
            @Override
            public void finish(RunOutcome outcome) {
                throw new NoClassDefFoundError("org/example/Encoder");
            }
        };
        Throwable thrown = thrownBy(() -> LoadRunner.run(options(faulty, sound).build(), counting(), clock));
        assertThat(sound.finished).as("thrown " + thrown).hasSize(1);
    }

    @Test
    void errorAtAnOutputsStart_closesTheOnesThatHaveStarted() {
        Fake sound = new Fake();
        Fake faulty = new Fake() {
            @Override
            public void start(RunDescription run, RunControl runControl) {
                throw new NoClassDefFoundError("org/example/Encoder");
            }
        };
        Throwable thrown = thrownBy(() -> LoadRunner.run(options(sound, faulty).build(), counting(), clock));
        assertThat(sound.finished).as("thrown " + thrown).containsExactly(RunEnding.ABORTED_BY_SYSTEM);
    }

    @Test
    void consoleThatThrows_leavesNoOutputOpen() {
        Fake sound = new Fake();
        LoadOptions options = options(sound)
                .console(block -> {
                    throw new IllegalStateException("closed");
                })
                .build();
        Throwable thrown = thrownBy(() -> LoadRunner.run(options, counting(), clock));
        assertThat(sound.finished).as("thrown " + thrown).hasSize(1);
    }

    @Test
    void stopWhileOutputsAreFinished_isNoOtherEndingThanTheyWereTold() {
        Fake output = new Fake() {
            @Override
            public void finish(RunOutcome outcome) {
                super.finish(outcome);
                java.util.Objects.requireNonNull(control).stop(RunEnding.ABORTED_BY_SYSTEM, "takes no more");
            }
        };
        RunReport report = LoadRunner.run(options(output).build(), counting(), clock);
        assertThat(output.finished).containsExactly(report.ending());
    }

    @Test
    void samplesOfASetupThatTimedOut_areDropped() {
        LoadScript script = new LoadScript() {
            @Override
            public void beforeRun(VuScope scope) {
                try {
                    scope.vu().sleep("1h");
                } catch (IterationInterrupted e) {
                    scope.vu().counter("late").add(1);
                }
            }

            @Override
            public VuBody startVu(VuScope scope) {
                return () -> {};
            }
        };
        RunReport report =
                LoadRunner.run(options().setupTimeout(Duration.ofSeconds(1)).build(), script, clock);
        assertThat(report.ending()).isEqualTo(RunEnding.TIMED_OUT);
        assertThat(report.reason()).hasValue("setup() execution timed out after 1 seconds (@BeforeRun)");
        assertThat(report.metrics()).doesNotContain("late");
    }

    @Test
    void firstInterruptDuringTeardown_letsItFinish() {
        Thread conductor = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        LoadScript script = new LoadScript() {
            @Override
            public VuBody startVu(VuScope scope) {
                return () -> scope.vu().sleep("100ms");
            }

            @Override
            public void afterRun(VuScope scope, RunResult result) {
                clock.interrupt(conductor);
                scope.vu().sleep("2s");
                done.set(true);
            }
        };
        RunReport report = LoadRunner.run(options().build(), script, clock);
        boolean interrupted = Thread.interrupted();
        assertThat(interrupted).isTrue();
        assertThat(report.ending()).isEqualTo(RunEnding.ABORTED_BY_USER);
        assertThat(done).isTrue();
    }

    @Test
    void endOfTheRun_doesNotInterruptAnOutput() {
        AtomicBoolean teardown = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        Fake output = new Fake() {
            @Override
            public void accept(long epochSecond, TimeSeries series, Sink sink) {
                if (teardown.getAndSet(false)) {
                    try {
                        boolean unused = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                }
            }
        };
        LoadScript script = new LoadScript() {
            @Override
            public VuBody startVu(VuScope scope) {
                return () -> scope.vu().sleep("100ms");
            }

            @Override
            public void afterRun(VuScope scope, RunResult result) {
                teardown.set(true);
                scope.vu().sleep("1100ms"); // a beat begins meanwhile and is still going on at the end
            }
        };
        LoadOptions options = options(output)
                .profile(new ConstantVus(1, Duration.ofSeconds(1)))
                .build();
        RunReport report = LoadRunner.run(options, script, Clock.system());
        assertThat(report.ending()).isEqualTo(RunEnding.FINISHED);
        assertThat(interrupted).isFalse();
    }

    @Test
    void userThatIsClosedOnAThreadOfItsOwn_mayUseItsOkHttpClient() {
        LoadProfile ramp = new RampingVus(
                2,
                List.of(
                        new Stage(Duration.ofSeconds(1), 2),
                        new Stage(Duration.ZERO, 1),
                        new Stage(Duration.ofSeconds(10), 1),
                        new Stage(Duration.ZERO, 2),
                        new Stage(Duration.ofSeconds(1), 2)),
                Duration.ofSeconds(30));
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        LoadScript script = scope -> new LoadScript.VuBody() {
            @Override
            public void iterate() {
                var unused = scope.okHttpClient();
                if (scope.vu().id() == 1 && clock.millis() > 3000) {
                    scope.vu().abort("enough");
                }
                scope.vu().sleep("300ms");
            }

            @Override
            public void close() {
                if (scope.vu().id() == 2) {
                    Request request = new Request.Builder()
                            .url("http://127.0.0.1:1/logout")
                            .build();
                    try (var response = scope.okHttpClient().newCall(request).execute()) {
                        said.add("answered " + response.code());
                    } catch (IOException e) {
                        said.add(String.valueOf(e.getMessage()));
                    }
                }
            }
        };
        var unused = LoadRunner.run(options().profile(ramp).build(), script, clock);
        assertThat(said).hasSize(1).noneMatch(text -> text.contains("belongs to its thread"));
    }

    @Test
    void forksOfWhatClosesAUser_haveItsConnections() throws Exception {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            server.enqueue(new MockResponse.Builder()
                    .body("bye")
                    .headersDelay(200, TimeUnit.MILLISECONDS)
                    .build());
            String url = server.url("/logout").toString();
            LoadScript script = scope -> new LoadScript.VuBody() {
                @Override
                public void iterate() {}

                @Override
                public void close() {
                    scope.vu().fork(() -> said.add(scope.http().get(url).body()));
                }
            };
            var unused = LoadRunner.run(options().build(), script);
        }
        assertThat(said).containsExactly("bye");
    }

    @Test
    void runInWhichNothingCameToItsEnd_vouchesForNoLimit() {
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        LoadOptions options = options()
                .thresholds(List.of(ThresholdSpec.of("http_req_duration", "p(95)<500")))
                .console(printed::add)
                .build();

        RunReport report = LoadRunner.run(options, scope -> () -> scope.vu().sleep("1h"), clock);

        assertThat(report.passed()).isFalse();
        assertThat(report.ending()).isEqualTo(RunEnding.FINISHED);
        assertThat(report.problems())
                .containsExactly(
                        "nothing was measured for http_req_duration: no iteration was completed, 1 were interrupted."
                                + " Give them more time (duration, gracefulStop), or see what they wait for");
        assertThat(String.join("\n", printed)).contains("No iteration was completed, 1 were interrupted");
    }

    @Test
    void whatIsThrownAfterTheEnd_isKept() {
        LoadScript script = new LoadScript() {
            @Override
            public VuBody startVu(VuScope scope) {
                return () -> scope.vu().abort("enough");
            }

            @Override
            public void afterRun(VuScope scope, RunResult result) {
                throw new IllegalStateException("cannot clean up");
            }
        };

        RunReport report = LoadRunner.run(options().build(), script, clock);

        assertThat(report.reason()).contains("enough");
        assertThat(report.alsoThrown())
                .singleElement()
                .satisfies(thrown -> assertThat(thrown).hasMessage("cannot clean up"));
    }

    @Test
    void exceptionThatEndsTheRun_isNoFailedThreshold() {
        List<Boolean> tainted = new ArrayList<>();
        Fake output = new Fake() {
            @Override
            public void finish(RunOutcome outcome) {
                super.finish(outcome);
                tainted.add(outcome.tainted());
            }
        };
        LoadScript script = scope -> () -> {
            throw new IllegalStateException("no");
        };

        var unused = LoadRunner.run(options(output).onError(ErrorPolicy.ABORT).build(), script, clock);

        assertThat(output.finished).containsExactly(RunEnding.ABORTED_BY_ERROR);
        assertThat(tainted).containsExactly(false);
    }

    @Test
    void thresholdOnAPartOfFailedIterations_leavesTheDefaultOneAlone() {
        LoadScript script = scope -> () -> {
            throw new IllegalStateException("no");
        };
        LoadOptions options = options()
                .profile(new LoadProfile.PerVuIterations(1, 1, Duration.ofMinutes(1)))
                .thresholds(List.of(ThresholdSpec.of("iterations_failed{scenario:default}", "rate<=1")))
                .build();

        assertThat(LoadRunner.run(options, script, clock).passed()).isFalse();
    }
}
