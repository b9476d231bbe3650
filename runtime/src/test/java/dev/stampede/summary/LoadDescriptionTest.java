package dev.stampede.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.engine.Scenario;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadDescriptionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Share HALF = Share.of("0:1/2", "0,1/2,3/4,1");
    private static final LoadProfile LOOP = new ConstantVus(3, Duration.ofSeconds(6));
    private static final LoadProfile RAMP =
            new RampingVus(1, List.of(new Stage(GRACE, 50), new Stage(Duration.ofSeconds(10), 0)), GRACE);
    private static final LoadProfile SHARED = new SharedIterations(2, 100, TEN_MINUTES);
    private static final LoadProfile PER_VU = new PerVuIterations(2, 10, TEN_MINUTES);
    private static final LoadProfile ARRIVALS = new ConstantArrivalRate(10, SECOND, TEN_MINUTES, 3, 3);
    private static final LoadProfile RAMPING_ARRIVALS = new RampingArrivalRate(
            30, Duration.ofMinutes(1), List.of(new Stage(GRACE, 100), new Stage(SECOND, 0)), 2, 6);

    @Test
    void everyProfile_hasK6sSentence() {
        assertThat(describe(LOOP)).isEqualTo("3 looping VUs for 6s (gracefulStop: 30s)");
        assertThat(describe(RAMP))
                .isEqualTo("Up to 50 looping VUs for 40s over 2 stages (gracefulRampDown: 30s, gracefulStop: 30s)");
        assertThat(describe(SHARED))
                .isEqualTo("100 iterations shared among 2 VUs (maxDuration: 10m0s, gracefulStop: 30s)");
        assertThat(describe(PER_VU))
                .isEqualTo("10 iterations for each of 2 VUs (maxDuration: 10m0s, gracefulStop: 30s)");
        assertThat(describe(ARRIVALS)).isEqualTo("10.00 iterations/s for 10m0s (maxVUs: 3, gracefulStop: 30s)");
        assertThat(describe(RAMPING_ARRIVALS))
                .isEqualTo("Up to 1.67 iterations/s for 31s over 2 stages (maxVUs: 2-6, gracefulStop: 30s)");
    }

    @Test
    void ratesOfOtherTimeUnits_areToldPerSecond() {
        assertThat(describe(new ConstantArrivalRate(90, Duration.ofMinutes(1), TEN_MINUTES, 1, 20)))
                .startsWith("1.50 iterations/s for 10m0s (maxVUs: 1-20, ");
        assertThat(describe(new ConstantArrivalRate(3, Duration.ofMillis(2), TEN_MINUTES, 1, 20)))
                .startsWith("1500.00 iterations/s for 10m0s (");
    }

    @Test
    void facts_standInK6sOrder() {
        Scenario scenario = Scenario.of("x", ARRIVALS).running("buy").startingAfter(Duration.ofSeconds(90));

        assertThat(LoadDescription.describe(scenario, Share.WHOLE))
                .isEqualTo("10.00 iterations/s for 10m0s"
                        + " (maxVUs: 3, exec: buy, startTime: 1m30s, gracefulStop: 30s)");
        assertThat(LoadDescription.describe(scenario.withGracefulStop(Duration.ZERO), Share.WHOLE))
                .isEqualTo("10.00 iterations/s for 10m0s (maxVUs: 3, exec: buy, startTime: 1m30s)");
        assertThat(LoadDescription.describe(scenario.withProfile(LOOP), Share.WHOLE))
                .isEqualTo("3 looping VUs for 6s (exec: buy, startTime: 1m30s, gracefulStop: 30s)");
        assertThat(LoadDescription.describe(Scenario.of("x", LOOP).withGracefulStop(Duration.ZERO), Share.WHOLE))
                .isEqualTo("3 looping VUs for 6s");
    }

    @Test
    void numbers_areThoseOfTheShare() {
        assertThat(describe(LOOP, HALF)).startsWith("2 looping VUs for 6s");
        assertThat(describe(RAMP, HALF)).startsWith("Up to 25 looping VUs for 40s over 2 stages");
        assertThat(describe(new SharedIterations(3, 10, TEN_MINUTES), HALF))
                .startsWith("7 iterations shared among 2 VUs");
        assertThat(describe(PER_VU, HALF)).startsWith("10 iterations for each of 1 VUs");
        assertThat(describe(ARRIVALS, HALF)).startsWith("6.67 iterations/s for 10m0s (maxVUs: 2, ");
        assertThat(describe(RAMPING_ARRIVALS, HALF))
                .startsWith("Up to 0.83 iterations/s for 31s over 2 stages (maxVUs: 1-3, ");
    }

    private static String describe(LoadProfile profile) {
        return describe(profile, Share.WHOLE);
    }

    private static String describe(LoadProfile profile, Share share) {
        return LoadDescription.describe(Scenario.of("default", profile), share);
    }
}
