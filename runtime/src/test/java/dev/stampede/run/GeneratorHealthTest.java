package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunEnding;
import dev.stampede.RunResult;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.health.Machine;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs on a machine that cannot drive them. */
@Timeout(60)
class GeneratorHealthTest {
    private static final String GC =
            "garbage collection kept every virtual user waiting for 30 % of the time (limit 20 %)";
    private static final String INFLATION =
            "up to 0.0 ms of the 1000 ms that iteration_duration has at p(95) may be the generator's own (0 %)";

    private final FakeClock clock = new FakeClock();
    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> streamed = ConcurrentHashMap.newKeySet();
    private final List<RunOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());

    /** Spends three tenths of its time on garbage, and half of its processors. */
    private final Machine machine = new Machine() {
        @Override
        public double processors() {
            return 2;
        }

        @Override
        public long cpuNanos() {
            return clock.nanoTime();
        }

        @Override
        public double load() {
            return 0.5;
        }

        @Override
        public long gcPauseMillis() {
            return clock.millis() * 3 / 10;
        }
    };

    private final class Fake implements Output {
        @Override
        public String describe() {
            return "fake";
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {
            streamed.add(series.metric().name() + " " + series.tags());
        }

        @Override
        public void finish(RunOutcome outcome) {
            outcomes.add(outcome);
        }
    }

    private LoadOptions.Builder options() {
        return LoadOptions.builder("shop")
                .profile(new ConstantVus(1, Duration.ofSeconds(15)))
                .outputs(List.of(new Fake()))
                .console(printed::add);
    }

    private RunReport run(LoadOptions.Builder options) {
        return LoadRunner.run(options.build(), scope -> () -> scope.vu().sleep("1s"), clock, machine);
    }

    @Test
    void runThatTheGeneratorCouldNotDrive_isInconclusive() {
        RunReport report = run(options());

        assertThat(report.inconclusive()).containsExactly(GC, INFLATION);
        assertThat(report.passed()).isFalse();
        assertThat(report.ending()).isEqualTo(RunEnding.FINISHED);
        assertThat(printed.getLast())
                .contains("\n  █ GENERATOR: it could not drive the load, the run is inconclusive\n\n    ! " + GC
                        + "\n    ! " + INFLATION + "\n")
                .doesNotContain("generator_");
    }

    @Test
    void outputs_areToldAsUsual() {
        RunReport unused = run(options());

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.ending()).isEqualTo(RunEnding.FINISHED);
            assertThat(outcome.tainted()).isFalse();
        });
        assertThat(streamed)
                .anyMatch(series -> series.startsWith("generator_cpu "))
                .anyMatch(series -> series.startsWith("generator_gc_pause "))
                .anyMatch(series -> series.startsWith("generator_lag "));
    }

    @Test
    void afterRun_isTold() {
        List<RunResult> seen = new ArrayList<>();
        LoadScript script = new LoadScript() {
            @Override
            public VuBody startVu(VuScope scope) {
                return () -> scope.vu().sleep("1s");
            }

            @Override
            public void afterRun(VuScope scope, RunResult result) {
                seen.add(result);
            }
        };

        RunReport unused = LoadRunner.run(options().build(), script, clock, machine);

        assertThat(seen).singleElement().satisfies(result -> {
            assertThat(result.inconclusive()).containsExactly(GC, INFLATION);
            assertThat(result.passed()).isFalse();
        });
    }

    @Test
    void thresholds_mayBeOnTheGenerator_andAreShownThen() {
        RunReport report = run(options()
                .thresholds(List.of(
                        ThresholdSpec.of("generator_cpu", "avg<0.9"),
                        ThresholdSpec.of("generator_lag", "p(95)<50"),
                        ThresholdSpec.of("generator_gc_pause", "max<0.1"))));

        assertThat(report.inconclusive()).isNotEmpty();
        assertThat(report.thresholds())
                .filteredOn(threshold -> threshold.failed())
                .extracting(threshold -> threshold.metric())
                .containsExactly("generator_gc_pause");
        assertThat(report.value("generator_cpu", "avg")).isEqualTo(0.5);
        assertThat(printed.getLast())
                .contains("    ✗ 'max<0.1' max=0.3")
                .contains("    EXECUTION\n    generator_cpu........: avg=0.5 ")
                .contains("\n    generator_lag........: avg=0s ");
    }

    @Test
    void warn_saysSo_andPasses() {
        RunReport report = run(options().generatorHealth(GeneratorHealth.WARN));

        assertThat(report.passed()).isTrue();
        assertThat(report.inconclusive()).isEmpty();
        assertThat(printed.getLast()).contains("\n  █ GENERATOR: it could not drive the load\n\n    ! " + GC + "\n");
    }

    @Test
    void off_measuresNothing() {
        RunReport report = run(options().generatorHealth(GeneratorHealth.OFF));

        assertThat(report.passed()).isTrue();
        assertThat(printed.getLast()).doesNotContain("GENERATOR");
        assertThat(report.metrics()).noneMatch(metric -> metric.startsWith("generator_"));
    }

    @Test
    void earlyEnd_isNoMatterOfTheGenerator() {
        LoadScript script = scope -> () -> {
            scope.vu().sleep("1s");
            if (scope.vu().iteration() == 12) {
                scope.vu().abort("enough");
            }
        };

        RunReport report = LoadRunner.run(options().build(), script, clock, machine);

        assertThat(report.ending()).isEqualTo(RunEnding.ABORTED_BY_USER);
        assertThat(report.inconclusive()).isEmpty();
        assertThat(printed.getLast())
                .contains("█ GENERATOR: it could not drive the load\n")
                .contains(GC);
    }

    @Test
    void thresholdThatEndsTheRun_isInconclusiveToo() {
        RunReport report = run(options()
                .thresholds(List.of(new ThresholdSpec("iterations", "count<1", true, Duration.ofSeconds(11), true))));

        assertThat(report.ending()).isEqualTo(RunEnding.ABORTED_BY_THRESHOLD);
        assertThat(report.inconclusive()).containsExactly(GC, INFLATION);
    }

    @Test
    void shortRun_isConclusive() {
        RunReport report = run(options().profile(new ConstantVus(1, Duration.ofSeconds(7))));

        assertThat(report.passed()).isTrue();
    }
}
