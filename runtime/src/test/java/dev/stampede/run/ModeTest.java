package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.Scenario;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.http.HttpDebug;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.segments.Share;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ModeTest {
    private final LoadOptions full = LoadOptions.builder("shop")
            .scenarios(List.of(
                    Scenario.of("browse", new ConstantVus(500, Duration.ofHours(1)))
                            .withTags(Map.of("kind", "reader")),
                    Scenario.of("buy", new ConstantArrivalRate(9, Duration.ofSeconds(1), Duration.ofHours(1), 5, 50))
                            .startingAfter(Duration.ofMinutes(10))
                            .running("buy")))
            .share(Share.of("1/4:1/2", ""))
            .minIterationDuration(Duration.ofSeconds(5))
            .thresholds(List.of(
                    threshold("http_req_duration{name:home}", "p(95)<1"),
                    threshold("checks{group:::front}", "rate>0.99"),
                    threshold("http_reqs", "count>1000000")))
            .outputs(List.of(new Unwanted()))
            .console(block -> {})
            .build();

    private static ThresholdSpec threshold(String metric, String expression) {
        return new ThresholdSpec(metric, expression, false, null, true);
    }

    @Test
    void full_changesNothing() {
        assertThat(Mode.FULL.of(full)).isSameAs(full);
    }

    @Test
    void smoke_runsEachScenarioOnce_atOnce_withoutOutputs() {
        LoadOptions smoke = Mode.SMOKE.of(full);

        assertThat(smoke.scenarios())
                .extracting(Scenario::profile)
                .containsOnly(new PerVuIterations(1, 1, Duration.ofMinutes(10)));
        assertThat(smoke.scenarios()).extracting(Scenario::name).containsExactly("browse", "buy");
        assertThat(smoke.scenarios()).extracting(Scenario::startTime).containsOnly(Duration.ZERO);
        assertThat(smoke.scenarios().getFirst().tags()).containsEntry("kind", "reader");
        assertThat(smoke.scenarios().getLast().exec()).isEqualTo("buy");
        assertThat(smoke.outputs()).isEmpty();
        assertThat(smoke.share().isWhole()).isTrue();
        assertThat(smoke.minIterationDuration()).isZero();
        assertThat(smoke.generatorHealth()).isEqualTo(GeneratorHealth.OFF);
        assertThat(smoke.warmUp()).isEqualTo(WarmUp.OFF);
        assertThat(smoke.name()).isEqualTo("shop");
    }

    @Test
    void smoke_keepsTheThresholdsThatDoNotDependOnLoad() {
        assertThat(Mode.SMOKE.of(full).thresholds())
                .extracting(ThresholdSpec::metric)
                .containsExactly("checks{group:::front}");
    }

    @Test
    void smoke_hasNeitherStagesNorAWarmUp_andIsOneWindow() {
        ThresholdSpec checks = threshold("checks", "rate>0.99");
        LoadOptions scoped = full.toBuilder()
                .thresholds(List.of(
                        checks.over(Duration.ofSeconds(10)),
                        checks.after(Duration.ofSeconds(10)),
                        checks.during("steady")))
                .build();

        assertThat(Mode.SMOKE.of(scoped).thresholds()).containsExactly(checks);
    }

    @Test
    void debug_hasNoTimeLimits_andLogsRequests() {
        LoadOptions debug = Mode.DEBUG.of(full);

        assertThat(debug.setupTimeout()).isGreaterThan(Duration.ofDays(30));
        assertThat(debug.teardownTimeout()).isGreaterThan(Duration.ofDays(30));
        assertThat(debug.http().timeout()).isZero();
        assertThat(debug.http().debug()).isEqualTo(HttpDebug.FULL);
        assertThat(debug.scenarios())
                .allSatisfy(s -> assertThat(s.profile())
                        .isInstanceOfSatisfying(
                                PerVuIterations.class,
                                p -> assertThat(p.maxDuration()).isGreaterThan(Duration.ofDays(30))));
    }

    @Test
    void smoke_reallyRunsEachBodyOnce() {
        List<String> ran = new CopyOnWriteArrayList<>();
        LoadScript script = new LoadScript() {
            @Override
            public boolean has(String exec) {
                return true;
            }

            @Override
            public VuBody startVu(VuScope scope) {
                return new VuBody() {
                    @Override
                    public void iterate() {}

                    @Override
                    public void iterate(String exec) {
                        ran.add(exec + " in " + scope.vu().scenario());
                        scope.vu().check("fine", true);
                    }
                };
            }
        };

        RunReport report = LoadRunner.run(Mode.SMOKE.of(full), script);

        assertThat(ran).containsExactlyInAnyOrder("default in browse", "buy in buy");
        assertThat(report.value("iterations", "count")).isEqualTo(2);
    }

    /** Must not be started. */
    private static final class Unwanted implements Output {
        @Override
        public String describe() {
            return "unwanted";
        }

        @Override
        public void start(RunDescription run, RunControl control) {
            throw new AssertionError("outputs are not for this mode");
        }

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {}

        @Override
        public void finish(RunOutcome outcome) {}
    }
}
