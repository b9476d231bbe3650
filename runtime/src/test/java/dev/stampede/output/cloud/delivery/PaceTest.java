package dev.stampede.output.cloud.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a push may take, and how long it is until the next. */
public class PaceTest {
    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void pushThatRunsOutOfTime_givesTheNextTwiceAsMuch_upToTheTimeout() {
        Pace pace = new Pace(Duration.ofMinutes(1));
        assertThat(pace.limit()).isEqualTo(seconds(10));
        pace.timedOut(seconds(10));
        assertThat(pace.limit()).isEqualTo(seconds(20));
        pace.timedOut(seconds(20));
        pace.timedOut(seconds(40));
        assertThat(pace.limit()).isEqualTo(seconds(60));
    }

    @Test
    void slowService_isGivenFourTimesWhatItTook() {
        Pace pace = new Pace(Duration.ofMinutes(1));
        pace.took(seconds(12));
        assertThat(pace.limit()).isEqualTo(seconds(48));
        pace.took(seconds(1));
        assertThat(pace.limit()).isEqualTo(seconds(10));
    }

    @Test
    void shortTimeout_isNeverExceeded() {
        Pace pace = new Pace(Duration.ofSeconds(2));
        pace.timedOut(seconds(2));
        assertThat(pace.limit()).isEqualTo(seconds(2));
    }

    @Test
    void timeNeeded_isMeasuredAndGuessedAtFirst() {
        Pace pace = new Pace(Duration.ofMinutes(1));
        assertThat(pace.of(7)).isEqualTo(Duration.ofSeconds(7));
        pace.took(seconds(2));
        assertThat(pace.of(7)).isEqualTo(Duration.ofSeconds(14));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "5, 16", "6, 30", "1000, 30"})
    void pause_doublesUpToHalfAMinute_lessAFifthAtMost(int failures, int most) {
        assertThat(Backoff.nanos(failures, Duration.ZERO)).isBetween(seconds(most) * 4 / 5, seconds(most));
    }

    @Test
    void pauseThatTheServiceAsksFor_isHeededUpToTwoMinutes() {
        assertThat(Backoff.nanos(1, Duration.ofSeconds(20))).isEqualTo(seconds(20));
        assertThat(Backoff.nanos(1, Duration.ofHours(1))).isEqualTo(seconds(120));
    }
}
