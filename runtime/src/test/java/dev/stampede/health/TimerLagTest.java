package dev.stampede.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimerLagTest {
    private final LateClock clock = new LateClock();
    private final Recorded recorded = new Recorded(clock);
    private final TimerLag lag = new TimerLag(recorded.samples(), clock);

    @Test
    void timersOnTime_haveNoLag() throws InterruptedException {
        lag.start();
        lag.countFromNow();
        clock.pass(Duration.ofMillis(1050));

        assertThat(lag.takeLate()).isFalse();
        lag.stop();
        assertThat(lag.p95Millis()).isZero();
        assertThat(lag.sustainedMillis()).isZero();
        assertThat(recorded.trend("generator_lag").count()).isEqualTo(10);
        assertThat(recorded.trend("generator_lag").histogram().max()).isZero();
    }

    @Test
    void wakeUpsThatAreMissedMeanwhile_areLateToo() throws InterruptedException {
        clock.late(Duration.ofMillis(250));
        lag.start();
        lag.countFromNow();
        // due at 100, 200 and 300, all answered at 350
        clock.pass(Duration.ofMillis(360));

        assertThat(lag.takeLate()).isTrue();
        assertThat(recorded.trend("generator_lag").count()).isEqualTo(3);
        assertThat(recorded.trend("generator_lag").histogram().max()).isEqualTo(250);
        assertThat(recorded.trend("generator_lag").histogram().min()).isEqualTo(50);
        assertThat(lag.p95Millis()).isCloseTo(240, within(3.0));
    }

    @Test
    void wakeUpsFromBefore_doNotCount_butAreMetrics() throws InterruptedException {
        clock.late(Duration.ofMillis(99));
        lag.start();
        clock.pass(Duration.ofMillis(150));
        lag.countFromNow(); // that of 100 is still to come
        clock.pass(Duration.ofMillis(100));
        lag.stop();

        assertThat(recorded.trend("generator_lag").histogram().max()).isEqualTo(99);
        assertThat(lag.p95Millis()).isCloseTo(50, within(1.0));
    }

    @Test
    void probeThatNeverGetsItsTurn_isLate_andCountsWhenItIsStopped() throws InterruptedException {
        clock.late(Duration.ofHours(1));
        lag.start();
        lag.countFromNow();
        clock.pass(Duration.ofSeconds(10));

        assertThat(lag.takeLate()).isTrue();
        lag.stop();
        assertThat(lag.p95Millis()).isCloseTo(9400, within(100.0));
        assertThat(lag.sustainedMillis()).isCloseTo(8900, within(100.0));
        assertThat(recorded.trend("generator_lag").count()).isEqualTo(100);
    }
}
