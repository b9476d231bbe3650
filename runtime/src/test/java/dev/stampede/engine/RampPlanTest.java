package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of k6's planning, confirmed against the real one. */
class RampPlanTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 10s 10, 10s 10, 10s 0             | 30s | 30s | 0s=0 1s=1 2s=2 3s=3 4s=4 5s=5 6s=6 7s=7 8s=8 9s=9 10s=10 51s=9 52s=8 53s=7 54s=6 55s=5 56s=4 57s=3 58s=2 59s=1 1m0s=0
            4 | 2s 6, 5s 1, 4s 5, 0s 2, 3s 2, 4s 0 | 30s | 30s | 0s=4 1s=5 2s=6 33s=5 41s=2 46s=1 48s=0
            4 | 2s 6, 5s 1, 4s 5, 0s 2, 3s 2, 4s 0 | 3s  | 2s  | 0s=4 1s=5 2s=6 6s=5 7s=4 8s=3 10s=4 11s=5 14s=2 19s=1 20s=0
            0 | 10s 5, 5s 5, 10s 0                | 0s  | 0s  | 0s=0 2s=1 4s=2 6s=3 8s=4 10s=5 17s=4 19s=3 21s=2 23s=1 25s=0
            """)
    void gracefulPlan_isK6s(int start, String stages, String rampDown, String gracefulStop, String expected) {
        RampingVus ramp = new RampingVus(start, stages(stages), Durations.parse(rampDown));

        List<RampPlan.Level> plan =
                RampPlan.graceful(ramp, RampPlan.raw(ramp, Share.WHOLE), Durations.parse(gracefulStop));

        assertThat(text(plan)).isEqualTo(expected);
    }

    static List<Stage> stages(String text) {
        return Arrays.stream(text.split(","))
                .map(s -> s.strip().split(" "))
                .map(s -> new Stage(Durations.parse(s[0]), Integer.parseInt(s[1])))
                .toList();
    }

    private static String text(List<RampPlan.Level> plan) {
        return plan.stream()
                .map(l -> Durations.format(Duration.ofNanos(l.offsetNanos())) + "=" + l.vus())
                .collect(Collectors.joining(" "));
    }
}
