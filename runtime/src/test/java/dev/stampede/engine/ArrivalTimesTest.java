package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.segments.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalTimesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void constant_isDueEveryPeriodFromTheStartAndNotAtTheEnd() {
        assertThat(all(constant(10, "1s", "1s")))
                .containsExactlyElementsOf(
                        LongStream.range(0, 10).mapToObj(g -> g * 100 * MILLI).toList());
    }

    @Test
    void constant_hasAPeriodOfWholeNanoseconds() {
        assertThat(all(constant(3, "1s", "2s")))
                .containsExactly(0L, 333_333_333L, 666_666_666L, 999_999_999L, 1_333_333_332L, 1_666_666_665L);
        assertThat(all(constant(1, "1m", "150s"))).containsExactly(0L, 60 * SECOND, 120 * SECOND);
    }

    @Test
    void constant_ofLessThanANanosecond_isExact() {
        ArrivalTimes times = ArrivalTimes.of(constant(2_000_000_000, "1s", "1s"), Share.WHOLE);

        for (long g = 0; g < 10_000; g++) {
            assertThat(times.next()).isEqualTo(g / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 1s, 1s, 10", "30, 1s, 1m, 1800", "7, 1s, 1h, 25200", "10000, 1s, 100s, 1000000", "7, 3s, 10s, 24"})
    void constant_isAsManyAsTheRateMakesInTheTime(int rate, String unit, String duration, long count) {
        ConstantArrivalRate profile = constant(rate, unit, duration);
        ArrivalTimes times = ArrivalTimes.of(profile, Share.WHOLE);

        long last = last(times, count);

        assertThat(last).isLessThan(profile.duration().toNanos());
        assertThat(times.next()).isEqualTo(ArrivalTimes.NONE);
        assertThat(times.next()).isEqualTo(ArrivalTimes.NONE);
    }

    @Test
    void ramping_isDueWhenTheAreaIsFull() {
        assertThat(all(ramping(0, "1s", "1s 10")).stream().map(n -> n / MILLI))
                .containsExactly(447L, 632L, 774L, 894L, 1000L);
        assertThat(all(ramping(0, "1s", "1s 10")).stream().map(n -> Math.round(n / 1e6)))
                .containsExactly(447L, 632L, 775L, 894L, 1000L);
    }

    @Test
    void ramping_downToNothing_getsThereAtItsEnd() {
        assertThat(all(ramping(10, "1s", "1s 0")).stream().map(n -> Math.round(n / 1e6)))
                .containsExactly(106L, 225L, 368L, 553L, 1000L);
    }

    @Test
    void ramping_thatDoesNot_isExact() {
        assertThat(all(ramping(10, "1s", "1s 10")))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10)
                        .mapToObj(k -> k * 100 * MILLI)
                        .toList());
    }

    @Test
    void ramping_carriesAnIncompleteIterationOver() {
        // 1.5 iterations in the first stage, half of the second one is left for the next
        assertThat(all(ramping(3, "1s", "500ms 3, 500ms 3"))).containsExactly(333_333_333L, 666_666_667L, SECOND);
        // nothing at all for ten seconds
        assertThat(all(ramping(1, "1s", "500ms 1, 0s 0, 10s 0, 0s 1, 500ms 1"))).containsExactly(11 * SECOND);
    }

    @Test
    void ramping_jumpsInNoTime() {
        assertThat(all(ramping(0, "1s", "0s 2, 1s 2, 0s 4, 1s 4")))
                .containsExactly(SECOND / 2, SECOND, 5 * SECOND / 4, 6 * SECOND / 4, 7 * SECOND / 4, 2 * SECOND);
        assertThat(all(ramping(0, "1s", "0s 5"))).isEmpty();
        assertThat(all(ramping(0, "1s", "5s 0"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10,    1s, 1s 10,                 10",
        "0,     1s, 10s 10,                50",
        "7,     1s, 1h 7,                  25200",
        "1,     3s, '10s 1',               3",
        "0,     1m, '1m 100, 1m 0',        100",
        "10000, 1s, '50s 10000, 50s 0',    750000",
    })
    void ramping_isAsManyAsTheArea(int start, String unit, String stages, long count) {
        RampingArrivalRate profile = ramping(start, unit, stages);
        ArrivalTimes times = ArrivalTimes.of(profile, Share.WHOLE);

        long last = last(times, count);

        assertThat(last).isLessThanOrEqualTo(profile.total().toNanos());
        assertThat(times.next()).isEqualTo(ArrivalTimes.NONE);
        assertThat(times.next()).isEqualTo(ArrivalTimes.NONE);
    }

    /** Ten hours at 10,000/s: the last part of a huge load, without walking through it. */
    @Test
    void ramping_overHours_staysExact() {
        Share last = Share.of("999999/1000000:1", "");
        ArrivalTimes times = ArrivalTimes.of(ramping(10_000, "1s", "9h 10000, 1h 10000"), last);

        List<Long> due = new ArrayList<>();
        for (long t = times.next(); t != ArrivalTimes.NONE; t = times.next()) {
            due.add(t);
        }

        assertThat(due).hasSize(360);
        for (int i = 0; i < due.size(); i++) {
            assertThat(due.get(i)).isEqualTo((last.global(i) + 1) * 100_000);
        }
    }

    /** 3 of 10 iterations are one's own, wherever they are due in the whole. */
    @Test
    void share_getsItsOwnTicksOfTheWhole() {
        Share share = Share.of("0.2:0.5", "0,0.2,0.5,1");

        assertThat(all(ArrivalTimes.of(constant(10, "1s", "1s"), share)))
                .containsExactly(100 * MILLI, 500 * MILLI, 700 * MILLI);
        assertThat(all(ArrivalTimes.of(ramping(10, "1s", "1s 10"), share)))
                .containsExactly(200 * MILLI, 600 * MILLI, 800 * MILLI);
    }

    private static long last(ArrivalTimes times, long count) {
        long last = -1;
        for (long i = 0; i < count; i++) {
            long due = times.next();
            assertThat(due < last || due == ArrivalTimes.NONE)
                    .as("tick %d is due at %d after one at %d", i, due, last)
                    .isFalse();
            last = due;
        }
        return last;
    }

    private static List<Long> all(ConstantArrivalRate profile) {
        return all(ArrivalTimes.of(profile, Share.WHOLE));
    }

    private static List<Long> all(RampingArrivalRate profile) {
        return all(ArrivalTimes.of(profile, Share.WHOLE));
    }

    static List<Long> all(ArrivalTimes times) {
        List<Long> due = new ArrayList<>();
        for (long t = times.next(); t != ArrivalTimes.NONE; t = times.next()) {
            due.add(t);
        }
        return due;
    }

    private static ConstantArrivalRate constant(int rate, String unit, String duration) {
        return new ConstantArrivalRate(rate, Durations.parse(unit), Durations.parse(duration), 1, 1);
    }

    private static RampingArrivalRate ramping(int start, String unit, String stages) {
        List<Stage> parsed = RampPlanTest.stages(stages);
        return new RampingArrivalRate(start, Durations.parse(unit), parsed, 1, 1);
    }
}
