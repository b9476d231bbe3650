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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String QUARTERS = "0,1/2,3/4,1";

    /** 4 users and 9 iterations: numbers of the iterations in the test, from 0, and ids of the users, from 1. */
    @ParameterizedTest
    @CsvSource({"0:1/2, 0 2 4 6 8, 1 3", "1/2:3/4, 1 5, 2", "3/4:1, 3 7, 4"})
    void sharedIterations_areNumberedInTheTestAsK6Does(String segment, String iterations, String users) {
        Share share = Share.of(segment, QUARTERS);
        Portion portion = Portion.of(new SharedIterations(4, 9, MINUTE), share);

        assertThat(numbers(LongStream.range(0, portion.iterations()).map(portion.iterationShare()::global)))
                .isEqualTo(iterations);
        assertThat(numbers(LongStream.range(0, portion.vus()).map(i -> share.global(i) + 1)))
                .isEqualTo(users);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 10, 0:1/2, 2, 7", "3, 10, 1/2:3/4, 1, 3", "3, 10, 3/4:1, 0, 0",
        "5, 7,  0:1/2, 3, 4", "5, 7,  1/2:3/4, 1, 2", "5, 7,  3/4:1, 1, 1",
        "1, 9,  0:1/2, 1, 9", "1, 9,  1/2:3/4, 0, 0",
    })
    void sharedIterations_followTheUsers(int vus, long iterations, String segment, int ownVus, long own) {
        SharedIterations profile = new SharedIterations(vus, iterations, MINUTE);
        Portion portion = Portion.of(profile, Share.of(segment, QUARTERS));

        assertThat(portion.vus()).isEqualTo(ownVus);
        assertThat(portion.iterations()).isEqualTo(own);
        assertThat(portion.hasWork(profile)).isEqualTo(own > 0);
    }

    @Test
    void perVuIterations_areNotDivided() {
        Portion portion = Portion.of(new PerVuIterations(4, 10, MINUTE), Share.of("0:1/2", QUARTERS));

        assertThat(portion.vus()).isEqualTo(2);
        assertThat(portion.iterations()).isEqualTo(20);
    }

    @Test
    void users_areDivided() {
        Share quarter = Share.of("3/4:1", QUARTERS);
        RampingVus ramp = new RampingVus(3, List.of(new Stage(MINUTE, 11), new Stage(MINUTE, 0)), MINUTE);
        RampingVus small = new RampingVus(3, List.of(new Stage(MINUTE, 0)), MINUTE);

        assertThat(Portion.of(new ConstantVus(11, MINUTE), quarter).vus()).isEqualTo(2);
        assertThat(Portion.of(ramp, quarter).vus()).isEqualTo(2);
        assertThat(Portion.of(ramp, quarter).hasWork(ramp)).isTrue();
        assertThat(Portion.of(small, quarter).hasWork(small)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 0:1/2, 1, 2, 0:2/3",
        "2, 6, 1/2:3/4, 1, 2, 1/2:5/6",
        "2, 6, 3/4:1, 0, 1, 5/6:1",
        "4, 4, 3/4:1, 1, 1, 3/4:1",
    })
    void arrivals_followTheMostUsers(int planned, int max, String segment, int own, int ownMax, String iterations) {
        Share share = Share.of(segment, QUARTERS);
        Portion constant = Portion.of(new ConstantArrivalRate(10, MINUTE, MINUTE, planned, max), share);
        Portion ramping = Portion.of(new RampingArrivalRate(1, MINUTE, List.of(), planned, max), share);

        assertThat(constant.preAllocatedVus()).isEqualTo(own);
        assertThat(constant.vus()).isEqualTo(ownMax);
        assertThat(constant.iterationShare()).hasToString(iterations);
        assertThat(ramping.preAllocatedVus()).isEqualTo(own);
        assertThat(ramping.vus()).isEqualTo(ownMax);
        assertThat(ramping.iterationShare()).hasToString(iterations);
    }

    @Test
    void arrivals_withoutUsers_haveNoWork() {
        ConstantArrivalRate profile = new ConstantArrivalRate(10, MINUTE, MINUTE, 1, 3);

        assertThat(Portion.of(profile, Share.of("3/4:1", QUARTERS)).hasWork(profile))
                .isFalse();
    }

    private static String numbers(LongStream numbers) {
        return String.join(" ", numbers.mapToObj(Long::toString).toList());
    }
}
