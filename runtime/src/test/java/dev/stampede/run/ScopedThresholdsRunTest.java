package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.RunEnding;
import dev.stampede.RunResult;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole runs with thresholds that judge a part of them, in simulated time. */
@Timeout(60)
class ScopedThresholdsRunTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private final FakeClock clock = new FakeClock();

    /** Records a wait of 900 before, at first and after the load, and of 50 in it; an iteration takes half a second. */
    private final LoadScript script = new LoadScript() {
        @Override
        public void beforeRun(VuScope scope) {
            scope.vu().trend("wait").add(900);
            scope.vu().sleep("3s");
        }

        @Override
        public VuBody startVu(VuScope scope) {
            long start = clock.millis();
            return () -> {
                scope.vu().sleep("500ms");
                scope.vu().trend("wait").add(clock.millis() - start < 5_000 ? 900 : 50);
            };
        }

        @Override
        public void afterRun(VuScope scope, RunResult result) {
            scope.vu().trend("wait").add(900);
        }
    };

    private static LoadOptions.Builder options(ThresholdSpec... thresholds) {
        return LoadOptions.builder("a run")
                .profile(new ConstantVus(1, Duration.ofSeconds(30)))
                .gracefulStop(Duration.ofSeconds(5))
                .thresholds(List.of(thresholds))
                .console(block -> {});
    }

    private RunReport run(LoadOptions.Builder options) {
        return LoadRunner.run(options.build(), script, clock);
    }

    private static ThresholdSpec fast() {
        return ThresholdSpec.of("wait", "max<100");
    }

    @Test
    void after_theWarmUp_setupAndTeardownDoNotCount() {
        RunReport report =
                run(options(fast(), fast().after(TEN), fast().over(TEN).after(TEN)));

        assertThat(report.thresholds())
                .filteredOn(ThresholdResult::declared)
                .extracting(ThresholdResult::failed)
                .containsExactly(true, false, false);
    }

    @Test
    void over_abortsAsSoonAsAWindowIsJudged() {
        RunReport report = run(options(fast().over(Duration.ofSeconds(3)).abortOnFail()));

        assertThat(report.ending()).isEqualTo(RunEnding.ABORTED_BY_THRESHOLD);
        // three of setup, three of the window, two that its last second must be old, evaluated at even ones
        assertThat(report.duration()).isEqualTo(Duration.ofSeconds(8));
        assertThat(report.thresholds().getLast().failed()).isTrue();
    }

    @Test
    void during_onlyTheStageOfThatNameCounts() {
        LoadOptions.Builder options = options(
                        fast().during("steady"),
                        ThresholdSpec.of("iterations", "rate==2").during("steady"))
                .profile(new RampingVus(
                        1,
                        List.of(new Stage(TEN, 1), new Stage(TEN, 1, "steady"), new Stage(TEN, 1)),
                        Duration.ofSeconds(1)));

        RunReport report = run(options);

        assertThat(report.thresholds()).noneMatch(ThresholdResult::failed);
        assertThat(report.thresholds().getLast().samples()).isEqualTo(20);
        assertThat(report.thresholds().getLast().scope()).isEqualTo("during steady");
    }

    @Test
    void unknownStage_andAWarmUpThatIsTooLong_areErrorsBeforeAnyLoad() {
        assertThatThrownBy(() -> run(options(fast().during("steady"), fast().after(Duration.ofSeconds(31)))))
                .hasMessage("""
                        The load test has 2 configuration problems:
                        \t- invalid threshold "max<100" defined on wait; reason: no stage of the load has the name "steady", given as during = "steady"
                        \t- invalid threshold "max<100" defined on wait; reason: after leaves nothing of the load, which takes 30s, given as after = "31s\"""");
        assertThat(clock.millis()).isZero();
    }

    @Test
    void defaultOnFailedIterations_givesWayToWhatCoversTheLoad_notToWhatCoversAPart() {
        ThresholdSpec tolerant = ThresholdSpec.of("iterations_failed", "rate<0.5");

        assertThat(defaults(tolerant)).isZero();
        assertThat(defaults(tolerant.over(TEN))).isZero();
        assertThat(defaults(tolerant.after(TEN))).isOne();
        assertThat(defaults(tolerant.over(TEN).after(TEN))).isOne();
        assertThat(defaults(tolerant.after(TEN), tolerant)).isZero();
    }

    private long defaults(ThresholdSpec... declared) {
        return run(options(declared)).thresholds().stream()
                .filter(one -> !one.declared())
                .count();
    }

    @Test
    void outputs_areToldOfPlainOnesOnly_butOthersTaintTheRun() {
        List<Map<String, List<String>>> told = new ArrayList<>();
        List<RunOutcome> outcomes = new ArrayList<>();
        Output output = new Output() {
            @Override
            public String describe() {
                return "fake";
            }

            @Override
            public void start(RunDescription run, RunControl control) {
                told.add(run.thresholds());
            }

            @Override
            public void accept(long epochSecond, TimeSeries series, Sink sink) {}

            @Override
            public void finish(RunOutcome outcome) {
                outcomes.add(outcome);
            }
        };

        RunReport report =
                run(options(ThresholdSpec.of("wait", "min>0"), fast().over(TEN)).outputs(List.of(output)));

        assertThat(told).containsExactly(Map.of("wait", List.of("min>0")));
        assertThat(outcomes.getFirst().tainted()).isTrue();
        assertThat(report.passed()).isFalse();
    }
}
