package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.engine.Scenario;
import dev.stampede.thresholds.LoadSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadSchedulesTest {
    private static Duration s(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void stagesOfAllScenarios_areByName_fromTheStartOfTheLoad() {
        List<Stage> stages = List.of(
                new Stage(s(10), 5), new Stage(s(20), 5, "steady"), new Stage(s(5), 0), new Stage(s(5), 5, "steady"));

        LoadSchedule schedule = LoadSchedules.of(List.of(
                Scenario.of("users", new RampingVus(0, stages, s(30))),
                Scenario.of("rates", new RampingArrivalRate(0, s(1), stages.subList(0, 2), 1, 1))
                        .startingAfter(s(60)),
                Scenario.of("plain", new ConstantVus(1, s(80)))));

        assertThat(schedule)
                .isEqualTo(new LoadSchedule(
                        s(90),
                        Map.of(
                                "steady",
                                List.of(
                                        new LoadSchedule.Period(s(10), s(30), "users"),
                                        new LoadSchedule.Period(s(35), s(40), "users"),
                                        new LoadSchedule.Period(s(70), s(90), "rates")))));
    }

    @Test
    void timeBeforeTheFirstScenario_isNotOfTheLoad() {
        LoadSchedule schedule = LoadSchedules.of(List.of(
                Scenario.of("users", new RampingVus(0, List.of(new Stage(s(20), 5, "steady")), s(30)))
                        .startingAfter(s(40)),
                Scenario.of("plain", new ConstantVus(1, s(80))).startingAfter(s(30))));

        assertThat(schedule)
                .isEqualTo(new LoadSchedule(
                        s(30), s(80), Map.of("steady", List.of(new LoadSchedule.Period(s(10), s(30), "users")))));
    }
}
