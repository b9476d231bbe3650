package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.AbortCause;
import dev.stampede.RunEnding;
import dev.stampede.RunResult;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of runs when the process is told to end. */
@Timeout(60)
class OpenRunsTest {
    private final FakeClock clock = new FakeClock();
    private final List<Runnable> hooks = new ArrayList<>();
    private final OpenRuns openRuns = new OpenRuns(hooks::add);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    /** Writes down what it is told, and when. */
    private class Fake implements Output {
        @Nullable
        RunOutcome toldInHaste;

        @Override
        public String describe() {
            return "fake";
        }

        @Override
        public void start(RunDescription run, RunControl control) {
            events.add("start");
        }

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {}

        @Override
        public void goingDown(RunOutcome outcome, Duration left) {
            toldInHaste = outcome;
            events.add(at("down " + outcome.ending() + " left " + left.toMillis()));
        }

        @Override
        public void finish(RunOutcome outcome) {
            events.add(at("finish " + outcome.ending()));
        }
    }

    private String at(String what) {
        return what + " at " + clock.millis();
    }

    private LoadOptions.Builder options(Output... outputs) {
        return LoadOptions.builder("a run")
                .shutdownTimeout(Duration.ofSeconds(8))
                .profile(new ConstantVus(1, Duration.ofMinutes(5)))
                .outputs(List.of(outputs))
                .console(block -> {});
    }

    private RunReport run(LoadOptions.Builder options, LoadScript script) {
        return LoadRunner.run(options.build(), script, clock, openRuns);
    }

    /** After a second of its first iteration, the user's thread tells the process to end, and works on as told. */
    private LoadScript endingAfterASecond(Runnable then) {
        return scope -> () -> {
            scope.vu().counter("mine").add(1);
            scope.vu().sleep("1s");
            openRuns.endAll("told to");
            then.run();
        };
    }

    @Test
    void hook_comesWithTheFirstRunAndOnce() {
        assertThat(hooks).isEmpty();

        run(
                options().profile(new ConstantVus(1, Duration.ofSeconds(1))),
                scope -> () -> scope.vu().sleep("1s"));
        run(
                options().profile(new ConstantVus(1, Duration.ofSeconds(1))),
                scope -> () -> scope.vu().sleep("1s"));

        assertThat(hooks).hasSize(1);
        assertThat(openRuns.awaitNone(null)).isTrue();
    }

    @Test
    void openRun_isAbortedByTheUser_andOutputsAreToldBeforeAllElse() {
        Fake output = new Fake();
        LoadScript script = new LoadScript() {
            @Override
            public VuBody startVu(VuScope scope) throws Throwable {
                return endingAfterASecond(() -> scope.vu().sleep("1m")).startVu(scope);
            }

            @Override
            public void afterRun(VuScope scope, RunResult result) {
                scope.vu().sleep("2s");
                events.add(at("cleaned"));
            }
        };

        RunReport report = run(options(output), script);

        assertThat(report.abortCause()).contains(AbortCause.SIGNAL);
        assertThat(report.reason()).contains("told to");
        assertThat(events)
                .containsExactly(
                        "start",
                        "down ABORTED_BY_USER left 7600 at 1000",
                        "cleaned at 3000",
                        "finish ABORTED_BY_USER at 3000");
    }

    @Test
    void cleaningUp_isCutOffSoThatTheRestHasItsTime() {
        LoadScript script = new LoadScript() {
            @Override
            public VuBody startVu(VuScope scope) throws Throwable {
                return endingAfterASecond(() -> scope.vu().sleep("1m")).startVu(scope);
            }

            @Override
            public void afterRun(VuScope scope, RunResult result) {
                scope.vu().sleep("1m");
            }
        };

        run(options(new Fake()), script);

        assertThat(events).last().isEqualTo("finish ABORTED_BY_USER at 7100");
    }

    @Test
    void cleaningUpThatIsUnderWay_isCutOffToo() {
        LoadScript script = new LoadScript() {
            @Override
            public VuBody startVu(VuScope scope) {
                return () -> scope.vu().abort("enough");
            }

            @Override
            public void afterRun(VuScope scope, RunResult result) {
                scope.vu().sleep("1s");
                openRuns.endAll("told to");
                scope.vu().sleep("1m");
            }
        };

        RunReport report = run(options(new Fake()), script);

        assertThat(report.abortCause()).contains(AbortCause.VU_ABORT);
        assertThat(events)
                .containsExactly("start", "down ABORTED_BY_USER left 7600 at 1000", "finish ABORTED_BY_USER at 7100");
    }

    @Test
    void setupThatIsUnderWay_isInterrupted_andGivenUpWhenItGoesOn() {
        LoadScript script = new LoadScript() {
            @Override
            public void beforeRun(VuScope scope) {
                openRuns.endAll("told to");
                stubborn();
            }

            @Override
            public VuBody startVu(VuScope scope) {
                return () -> events.add("iteration");
            }
        };

        run(options(new Fake()).teardown(false), script);

        assertThat(events)
                .containsExactly(
                        "start",
                        "down ABORTED_BY_USER left 7600 at 0",
                        "ignored at 0",
                        "ignored at 2000",
                        "finish ABORTED_BY_USER at 2200");
    }

    /** For ten seconds, whatever it is told. */
    private void stubborn() {
        long end = clock.nanoTime() + 10_000_000_000L;
        while (clock.nanoTime() < end) {
            try {
                clock.sleepUntil(end);
            } catch (InterruptedException e) {
                events.add(at("ignored"));
            }
        }
    }

    @Test
    void userThatIgnoresInterrupts_isGivenUpAfterAQuarterOfTheTime() {
        List<String> printed = new ArrayList<>();

        run(
                options(new Fake())
                        .shutdownTimeout(Duration.ofSeconds(4))
                        .teardown(false)
                        .console(printed::add),
                endingAfterASecond(this::stubborn));

        // not the last one for sure: whoever was given up is interrupted once more, and says so when it likes
        assertThat(events).contains("finish ABORTED_BY_USER at 2000");
        assertThat(String.join("\n", printed)).contains("! 1 virtual users did not end within 1s;");
    }

    @Test
    void outputThatThrows_doesNotKeepOthersFromBeingTold() {
        Fake faulty = new Fake() {
            @Override
            public void goingDown(RunOutcome outcome, Duration left) {
                throw new NoClassDefFoundError("org/example/Encoder");
            }
        };
        Fake sound = new Fake();

        run(options(faulty, sound), endingAfterASecond(() -> {}));

        assertThat(sound.toldInHaste).isNotNull();
    }

    @Test
    void outputThatIsJustStarting_isToldOnceItHas() {
        Fake late = new Fake() {
            @Override
            public void start(RunDescription run, RunControl control) {
                openRuns.endAll("told to");
                super.start(run, control);
            }
        };

        RunReport report = run(options(late), scope -> () -> events.add("iteration"));

        assertThat(report.abortCause()).contains(AbortCause.SIGNAL);
        assertThat(events)
                .containsExactly("start", "down ABORTED_BY_USER left 7600 at 0", "finish ABORTED_BY_USER at 0");
    }

    @Test
    void startThatWaits_isToldToGiveUp() {
        Fake waiting = new Fake() {
            @Override
            public void start(RunDescription run, RunControl control) {
                openRuns.endAll("told to");
                throw new IllegalStateException("gave up");
            }

            @Override
            public void giveUpStart(RunOutcome outcome, Duration left) {
                events.add("give up " + outcome.ending() + " left " + left.toMillis());
            }
        };

        assertThatThrownBy(() -> run(options(waiting), scope -> () -> {})).hasMessage("gave up");
        assertThat(events).containsExactly("give up ABORTED_BY_USER left 7600");
    }

    @Test
    void outputThatIsFinishing_isToldHowTheRunEndedBefore() {
        Fake slow = new Fake() {
            @Override
            public void finish(RunOutcome outcome) {
                openRuns.endAll("told to");
                super.finish(outcome);
            }
        };

        RunReport report = run(
                options(slow).profile(new ConstantVus(1, Duration.ofSeconds(1))),
                scope -> () -> scope.vu().sleep("1s"));

        assertThat(report.ending()).isEqualTo(RunEnding.FINISHED);
        assertThat(events).containsExactly("start", "down FINISHED left 7600 at 1000", "finish FINISHED at 1000");
    }

    @Test
    void runThatIsStartedAfterwards_doesNothing() {
        openRuns.endAll("told to");

        RunReport report = run(options(new Fake()), scope -> () -> events.add("iteration"));

        assertThat(report.abortCause()).contains(AbortCause.SIGNAL);
        assertThat(report.reason()).contains("told to");
        assertThat(events).isEmpty();
    }

    @Test
    void hookThatCannotBeInstalledAnyMore_meansThatTheProcessIsEnding() {
        OpenRuns late = new OpenRuns(hook -> {
            throw new IllegalStateException("Shutdown in progress");
        });

        RunReport report = LoadRunner.run(options().build(), scope -> () -> events.add("iteration"), clock, late);

        assertThat(report.reason()).contains(OpenRuns.TOLD_TO_END);
        assertThat(events).isEmpty();
    }

    @Test
    void waiting_endsWithTheTimeGiven() {
        OpenRuns.Open stuck = new OpenRuns.Open() {
            @Override
            public void goDown(String why) {
                events.add(why);
            }

            @Override
            public Duration shutdownTimeout() {
                return Duration.ofMillis(20);
            }
        };
        String unused = openRuns.add(stuck);

        assertThat(openRuns.awaitNone(Duration.ofMillis(1))).isFalse();
        openRuns.endAll("first");
        openRuns.endAll("second");
        assertThat(openRuns.awaitNone(null)).isFalse();
        assertThat(events).containsExactly("first");
    }

    @Test
    void faultBeforeTheLoad_finishesOutputsThatHaveStarted() {
        LoadOptions.Builder options = options(new Fake()).console(block -> {
            throw new NoClassDefFoundError("org/example/Console");
        });

        assertThatThrownBy(() -> run(options, scope -> () -> {})).isInstanceOf(NoClassDefFoundError.class);
        assertThat(events).containsExactly("start", "finish ABORTED_BY_SYSTEM at 0");
        assertThat(openRuns.awaitNone(Duration.ZERO)).isTrue();
    }
}
