package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutionPlanTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Scenario LOOP = Scenario.of("loop", new ConstantVus(5, TEN)); // until 40 s

    @Test
    void oneScenario_needsItsUsersUntilItsGraceEnds() {
        assertThat(plan(LOOP)).isEqualTo(plan(5, 5, 40));
        assertThat(plan(Scenario.of("default", new PerVuIterations(1, 1, LoadProfile.DEFAULT_MAX_DURATION))))
                .isEqualTo(plan(1, 1, 630));
        assertThat(plan(Scenario.of("default", new SharedIterations(3, 9, TEN)).withGracefulStop(Duration.ZERO)))
                .isEqualTo(plan(3, 3, 10));
        assertThat(plan(LOOP.startingAfter(TEN))).isEqualTo(plan(5, 5, 50));
    }

    @Test
    void ramp_needsWhatItsGracefulPlanHolds() {
        List<Stage> stages = List.of(new Stage(TEN, 9), new Stage(Duration.ZERO, 2), new Stage(TEN, 0));

        assertThat(plan(ramp(4, stages, GRACE))).isEqualTo(plan(9, 9, 50));
        // the last of its users has to be gone three seconds after the ramp
        assertThat(plan(ramp(4, stages, Duration.ofSeconds(3)))).isEqualTo(plan(9, 9, 23));
        assertThat(plan(ramp(4, stages.subList(0, 2), Duration.ofSeconds(3)))).isEqualTo(plan(9, 9, 40));
    }

    @Test
    void arrivals_mayNeedMoreThanWhatIsPlanned() {
        assertThat(plan(Scenario.of("a", new ConstantArrivalRate(10, TEN, TEN, 2, 7))))
                .isEqualTo(plan(2, 7, 40));
        assertThat(plan(Scenario.of("a", new RampingArrivalRate(1, TEN, List.of(new Stage(TEN, 1)), 2, 2))))
                .isEqualTo(plan(2, 2, 40));
    }

    @Test
    void scenariosSideBySide_addUp() {
        Scenario arrivals = Scenario.of("arrivals", new ConstantArrivalRate(10, TEN, TEN, 2, 7));

        assertThat(plan(LOOP, arrivals)).isEqualTo(plan(7, 12, 40));
        // half a minute of both
        assertThat(plan(LOOP, arrivals.startingAfter(TEN))).isEqualTo(plan(7, 12, 50));
    }

    @Test
    void scenariosOneAfterTheOther_shareUsers() {
        Scenario later = Scenario.of("later", new ConstantVus(7, TEN)).startingAfter(Duration.ofSeconds(40));

        // in the moment in which one ends and the other starts the end comes first
        assertThat(plan(later, LOOP)).isEqualTo(plan(7, 7, 80));
        assertThat(plan(LOOP, later.startingAfter(Duration.ofMillis(39_999))))
                .isEqualTo(new ExecutionPlan(12, 12, Duration.ofMillis(79_999)));
    }

    @Test
    void scenariosOneAfterTheOther_countPlannedAndUnplannedApart() {
        Scenario first = Scenario.of("first", new ConstantArrivalRate(10, TEN, TEN, 2, 10));
        Scenario second = Scenario.of("second", new ConstantVus(6, TEN)).startingAfter(Duration.ofSeconds(40));

        assertThat(plan(first, second)).isEqualTo(plan(6, 10, 80));
    }

    /** k6 looks at the steps of a moment one by one, in order of the scenarios' starts. */
    @Test
    void stepsOfOneMoment_areTakenInOrderOfStartThenName() {
        Scenario early = Scenario.of("z", new ConstantVus(5, TEN)).withGracefulStop(Duration.ZERO);
        RampingVus jump = new RampingVus(0, List.of(new Stage(TEN, 0), new Stage(Duration.ZERO, 5)), GRACE);

        // "ramp" comes before "z", and goes up before that one goes down
        assertThat(plan(early, Scenario.of("ramp", jump))).isEqualTo(plan(10, 10, 40));
        assertThat(plan(early, Scenario.of("zz", jump))).isEqualTo(plan(5, 5, 40));
    }

    @Test
    void order_isByStartThenName() {
        Scenario c = LOOP.startingAfter(TEN);
        Scenario b = Scenario.of("b", LOOP.profile());
        Scenario a = Scenario.of("a", LOOP.profile());

        assertThat(ExecutionPlan.inOrderOfStart(List.of(c, b, a))).containsExactly(a, b, c);
    }

    @Test
    void share_plansItsOwnUsers() {
        Scenario arrivals =
                Scenario.of("a", new ConstantArrivalRate(10, TEN, TEN, 3, 7)).startingAfter(TEN);
        Share half = Share.of("0:1/2", "0,1/2,3/4,1");
        Share quarter = Share.of("3/4:1", "0,1/2,3/4,1");

        assertThat(ExecutionPlan.of(List.of(LOOP, arrivals), half)).isEqualTo(plan(5, 7, 50));
        assertThat(ExecutionPlan.of(List.of(LOOP, arrivals), quarter)).isEqualTo(plan(1, 2, 50));
    }

    @Test
    void scenarioWithoutWork_takesNoTime() {
        Share quarter = Share.of("3/4:1", "0,1/2,3/4,1");
        Scenario few =
                Scenario.of("few", new ConstantVus(3, Duration.ofHours(1))).startingAfter(TEN);

        assertThat(ExecutionPlan.of(List.of(few), quarter)).isEqualTo(plan(0, 0, 0));
        assertThat(ExecutionPlan.of(List.of(few, LOOP), quarter)).isEqualTo(plan(1, 1, 40));
        assertThat(ExecutionPlan.of(List.of(), Share.WHOLE)).isEqualTo(plan(0, 0, 0));
    }

    private static Scenario ramp(int start, List<Stage> stages, Duration rampDown) {
        return Scenario.of("ramp", new RampingVus(start, stages, rampDown));
    }

    private static ExecutionPlan plan(Scenario... scenarios) {
        return ExecutionPlan.of(List.of(scenarios), Share.WHOLE);
    }

    private static ExecutionPlan plan(int planned, int max, int seconds) {
        return new ExecutionPlan(planned, max, Duration.ofSeconds(seconds));
    }
}
