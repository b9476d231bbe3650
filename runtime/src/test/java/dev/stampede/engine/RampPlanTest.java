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
import org.junit.jupiter.api.Test;
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
        assertThat(text(graceful(ramp(start, stages, rampDown), Share.WHOLE, gracefulStop)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0:1/2 | 0s  | 0s  | 0s=0 2s=1 6s=2 10s=3 17s=2 21s=1 25s=0
            1/2:1 | 0s  | 0s  | 0s=0 4s=1 8s=2 19s=1 23s=0
            0:1/2 | 30s | 30s | 0s=0 2s=1 6s=2 10s=3 47s=2 51s=1 55s=0
            1/2:1 | 30s | 30s | 0s=0 4s=1 8s=2 49s=1 53s=0
            1/2:1 | 3s  | 0s  | 0s=0 4s=1 8s=2 22s=1 25s=0
            """)
    void gracefulPlan_ofASegment_changesWhenItsOwnUsersDo(
            String segment, String rampDown, String gracefulStop, String expected) {
        RampingVus ramp = ramp(0, "10s 5, 5s 5, 10s 0", rampDown);

        assertThat(text(graceful(ramp, Share.of(segment, ""), gracefulStop))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 10s 5                | 0s=0 2s=1 4s=2 6s=3 8s=4 10s=5 10s=0
            5 | 10s 0                | 0s=5 2s=4 4s=3 6s=2 8s=1 10s=0
            3 | 5s 3, 1s 3           | 0s=3 6s=0
            2 | 0s 5, 1s 5, 0s 0     | 0s=2 0s=5 1s=0
            1 | 0s 1, 1s 1, 0s 1     | 0s=1 1s=0
            0 | 1s 3                 | 0s=0 333.333334ms=1 666.666667ms=2 1s=3 1s=0
            3 | 1s 0                 | 0s=3 333.333334ms=2 666.666667ms=1 1s=0
            """)
    void rawPlan_changesWhereTheLineCrossesAUser(int start, String stages, String expected) {
        assertThat(text(RampPlan.raw(ramp(start, stages, "30s"), Share.WHOLE))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the end of the ramp is not a ramp-down  | 5  | 10s 5               | 3s  | 30s | 0s=5 40s=0
            a ramp-down to nothing is               | 1  | 10s 0               | 3s  | 30s | 0s=1 13s=0
            without grace it is the plan itself     | 1  | 10s 0, 10s 0        | 0s  | 30s | 0s=1 10s=0
            and the end still has its own           | 1  | 10s 2               | 0s  | 30s | 0s=1 10s=2 40s=0
            users that come back in time are kept   | 10 | 1s 10, 0s 2, 3s 10  | 30s | 0s  | 0s=10 4s=0
            those that do not go when grace ends    | 10 | 1s 10, 0s 2, 30s 5  | 3s  | 0s  | 0s=10 4s=2 11s=3 21s=4 31s=5 31s=0
            what rises meanwhile stays              | 10 | 1s 10, 0s 2, 3s 5   | 9s  | 9s  | 0s=10 10s=5 13s=0
            started and stopped in one moment       | 1  | 5s 1, 0s 3, 0s 1    | 2s  | 0s  | 0s=1 5s=3 5s=0
            the same with time to finish            | 1  | 5s 1, 0s 3, 0s 1    | 2s  | 9s  | 0s=1 5s=3 7s=1 14s=0
            """)
    void gracefulPlan_holdsWhatWasAskedFor(
            String why, int start, String stages, String rampDown, String gracefulStop, String expected) {
        assertThat(text(graceful(ramp(start, stages, rampDown), Share.WHOLE, gracefulStop)))
                .as(why)
                .isEqualTo(expected);
    }

    @Test
    void rawPlan_ofHugeNumbers_isExact() {
        RampingVus ramp = ramp(0, "876000h 1000000", "30s");

        List<RampPlan.Level> plan = RampPlan.raw(ramp, Share.of("999999/1000000:1", ""));

        assertThat(plan).hasSize(3);
        assertThat(plan.get(1).offsetNanos()).isEqualTo(2 * 3_153_600_000_000L);
    }

    private static RampingVus ramp(int start, String stages, String rampDown) {
        return new RampingVus(start, stages(stages), Durations.parse(rampDown));
    }

    private static List<RampPlan.Level> graceful(RampingVus ramp, Share share, String gracefulStop) {
        return RampPlan.graceful(ramp, RampPlan.raw(ramp, share), Durations.parse(gracefulStop));
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
