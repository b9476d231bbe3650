package dev.stampede.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Portion;
import dev.stampede.segments.Share;
import dev.stampede.summary.ProgressSnapshot.Scenario;
import dev.stampede.summary.ProgressSnapshot.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final LoadProfile SIX_SECONDS = new LoadProfile.ConstantVus(3, Duration.ofSeconds(6));
    private static final LoadProfile RAMP = new LoadProfile.RampingVus(
            1,
            List.of(
                    new LoadProfile.Stage(Duration.ofSeconds(30), 50),
                    new LoadProfile.Stage(Duration.ofSeconds(10), 0)),
            Duration.ofSeconds(30));
    private static final LoadProfile SHARED = new LoadProfile.SharedIterations(2, 100, TEN_MINUTES);
    private static final LoadProfile PER_VU = new LoadProfile.PerVuIterations(2, 10, TEN_MINUTES);

    private static final LoadProfile ARRIVALS =
            new LoadProfile.ConstantArrivalRate(21, Duration.ofSeconds(2), Duration.ofMinutes(1), 12, 100);
    private static final LoadProfile RAMPING_ARRIVALS = new LoadProfile.RampingArrivalRate(
            0,
            Duration.ofMinutes(1),
            List.of(
                    new LoadProfile.Stage(Duration.ofSeconds(10), 600),
                    new LoadProfile.Stage(Duration.ofSeconds(0), 6_000),
                    new LoadProfile.Stage(Duration.ofSeconds(20), 0)),
            5,
            5);

    @Test
    void banner_tellsWhatIsGoingToHappen() {
        assertThat(Progress.banner(
                        "ShopTest.checkout()",
                        List.of(),
                        1,
                        1,
                        Duration.ofSeconds(630),
                        Map.of("default", describe(SHARED, Duration.ofSeconds(30)))))
                .containsExactly(
                        "     execution: local",
                        "        script: ShopTest.checkout()",
                        "        output: -",
                        "",
                        "     scenarios: (100.00%) 1 scenario, 1 max VUs, 10m30s max duration (incl. graceful stop):",
                        "              * default: 100 iterations shared among 2 VUs (maxDuration: 10m0s, gracefulStop:"
                                + " 30s)",
                        "");
    }

    @Test
    void banner_ofSeveralScenarios_listsThemAndTheOutputs() {
        Map<String, String> scenarios = new LinkedHashMap<>();
        scenarios.put("browse", "a");
        scenarios.put("buy", "b");

        assertThat(Progress.banner(
                        "t", List.of("json (a.json)", "csv (a.csv)"), 1, 7, Duration.ofMillis(36_049), scenarios))
                .contains(
                        "        output: json (a.json), csv (a.csv)",
                        "     scenarios: (100.00%) 2 scenarios, 7 max VUs, 36s max duration (incl. graceful stop):",
                        "              * browse: a",
                        "              * buy: b");
    }

    @Test
    void line_isOneLineWithRunAndScenario() {
        Scenario scenario = scenario("default", Status.RUNNING, SIX_SECONDS, Duration.ofSeconds(5), 3, 54);

        assertThat(Progress.line(snapshot("", scenario)))
                .isEqualTo("running (05.0s/36.0s), 3/3 VUs, 54 complete and 0 interrupted iterations"
                        + "   default   [  83% ] 3 VUs  5.0s/6s");
    }

    @Test
    void line_outsideTheLoad_saysWhatIsGoingOn() {
        assertThat(Progress.line(snapshot("setup()")))
                .isEqualTo("running (05.0s/36.0s), 3/3 VUs, 54 complete and 0 interrupted iterations   setup()");
        assertThat(Progress.line(snapshot("")))
                .isEqualTo("running (05.0s/36.0s), 3/3 VUs, 54 complete and 0 interrupted iterations");
    }

    @Test
    void line_padsUsersToTheMost() {
        ProgressSnapshot now = new ProgressSnapshot(
                "", Duration.ofMillis(500), Duration.ofSeconds(630), 7, 60, 1000, 12, 3, List.of());

        assertThat(Progress.line(now))
                .isEqualTo("running (00m00.5s/10m30.0s), 0007/0060 VUs, 12 complete and 3 interrupted iterations");
    }

    @Test
    void line_ofSeveralScenarios_listsThemBelowInColumns() {
        Scenario loop = scenario("loop", Status.RUNNING, SIX_SECONDS, Duration.ofSeconds(5), 3, 54);
        Scenario arrivals =
                Scenario.of("arrivals", Status.STOPPING, ARRIVALS, portion(ARRIVALS), Duration.ofMinutes(2), 7, 12, 99);
        Scenario later = Scenario.waiting("later", Duration.ofMillis(9_900), Duration.ofSeconds(20));

        assertThat(Progress.line(snapshot("", loop, arrivals, later))).isEqualTo("""
                        running (05.0s/36.0s), 3/3 VUs, 54 complete and 0 interrupted iterations
                        loop       [  83% ] 3 VUs        5.0s/6s
                        arrivals \u2193 [ 100% ] 007/012 VUs  1m0s     10.50 iters/s
                        later    \u2022 [   0% ] waiting      09.9s""");
    }

    @Test
    void line_shortensLongNames() {
        Scenario one = new Scenario("a".repeat(31), Status.WAITING, 0, List.of("waiting", "5.0s"));
        Scenario two = new Scenario("b".repeat(30), Status.STOPPING, 0.999, List.of());

        assertThat(Progress.line(snapshot("", one, two)))
                .endsWith("iterations\n" + "a".repeat(27) + "... \u2022 [   0% ] waiting  5.0s\n" + "b".repeat(30)
                        + " \u2193 [ 100% ]");
    }

    @Test
    void line_isDoneOnlyWhenItGotToItsEnd() {
        assertThat(Progress.line(snapshot("", new Scenario("x", Status.DONE, 1, List.of("3 VUs")))))
                .endsWith("   x \u2713 [ 100% ] 3 VUs");
        assertThat(Progress.line(snapshot("", new Scenario("x", Status.DONE, 0.5, List.of("3 VUs")))))
                .endsWith("   x \u2717 [  50% ] 3 VUs");
    }

    @Test
    void columns_areThoseOfTheProfile() {
        Duration three = Duration.ofSeconds(3);
        Duration over = Duration.ofMinutes(11);

        assertThat(columns(SIX_SECONDS, three, 2, 5)).containsExactly("3 VUs", "3.0s/6s");
        assertThat(columns(SIX_SECONDS, over, 2, 5)).containsExactly("3 VUs", "6s");
        assertThat(columns(RAMP, three, 5, 9)).containsExactly("05/50 VUs", "03.0s/40.0s");
        assertThat(columns(RAMP, over, 0, 9)).containsExactly("00/50 VUs", "40s");
        assertThat(columns(SHARED, three, 2, 9)).containsExactly("2 VUs", "00m03.0s/10m0s", "009/100 shared iters");
        assertThat(columns(PER_VU, three, 2, 9)).containsExactly("2 VUs", "00m03.0s/10m0s", "09/20 iters, 10 per VU");
        assertThat(columns(PER_VU, over, 2, 20)).containsExactly("2 VUs", "10m0s", "20/20 iters, 10 per VU");
        assertThat(columns(SHARED, over, 2, 100)).containsExactly("2 VUs", "11m00.0s/10m0s", "100/100 shared iters");
    }

    @Test
    void columns_ofArrivals_tellUsersTimeAndRate() {
        Duration over = Duration.ofMinutes(11);

        assertThat(ProfileProgress.columns(ARRIVALS, portion(ARRIVALS), Duration.ofSeconds(3), 7, 12, 0))
                .containsExactly("007/012 VUs", "0m03.0s/1m0s", "10.50 iters/s");
        assertThat(ProfileProgress.columns(ARRIVALS, portion(ARRIVALS), over, 0, 100, 0))
                .containsExactly("000/100 VUs", "1m0s", "10.50 iters/s");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,      00.0s/30s, 000.00 iters/s",
        "PT5S,      05.0s/30s, 005.00 iters/s",
        "PT9.999S,  10.0s/30s, 010.00 iters/s",
        "PT10S,     10.0s/30s, 100.00 iters/s",
        "PT20S,     20.0s/30s, 050.00 iters/s",
        "PT30S,     30.0s/30s, 000.00 iters/s",
        "PT31S,     30s,       000.00 iters/s",
    })
    void columns_ofRampingArrivals_followTheRate(Duration spent, String time, String rate) {
        assertThat(ProfileProgress.columns(RAMPING_ARRIVALS, portion(RAMPING_ARRIVALS), spent, 2, 5, 0))
                .containsExactly("2/5 VUs", time, rate);
    }

    @Test
    void columns_ofAShare_areItsOwn() {
        Share share = Share.of("0:1/2", "0,1/2,3/4,1");
        LoadProfile few = new LoadProfile.ConstantArrivalRate(10, Duration.ofSeconds(1), TEN_MINUTES, 1, 3);

        assertThat(ProfileProgress.columns(few, Portion.of(few, share), Duration.ofSeconds(3), 1, 2, 0))
                .containsExactly("1/2 VUs", "00m03.0s/10m0s", "6.67 iters/s");
        assertThat(ProfileProgress.columns(RAMP, Portion.of(RAMP, share), Duration.ofSeconds(3), 5, 5, 0))
                .containsExactly("05/25 VUs", "03.0s/40.0s");
        assertThat(ProfileProgress.columns(SHARED, Portion.of(SHARED, share), Duration.ofSeconds(3), 1, 1, 9))
                .containsExactly("1 VUs", "00m03.0s/10m0s", "09/50 shared iters");
        assertThat(ProfileProgress.columns(PER_VU, Portion.of(PER_VU, share), Duration.ofSeconds(3), 1, 1, 9))
                .containsExactly("1 VUs", "00m03.0s/10m0s", "09/10 iters, 10 per VU");
    }

    @Test
    void waiting_showsTheTimeLeftAsWideAsTheStartTime() {
        assertThat(Scenario.waiting("x", Duration.ofSeconds(5), Duration.ofSeconds(90))
                        .columns())
                .containsExactly("waiting", "0m05.0s");
    }

    @Test
    void fraction_isOfTimeOrOfIterations() {
        Duration three = Duration.ofSeconds(3);

        assertThat(fraction(SIX_SECONDS, three, 99)).isEqualTo(0.5);
        assertThat(fraction(SIX_SECONDS, TEN_MINUTES, 99)).isEqualTo(1);
        assertThat(fraction(RAMP, Duration.ofSeconds(10), 99)).isEqualTo(0.25);
        assertThat(fraction(ARRIVALS, three, 99)).isEqualTo(0.05);
        assertThat(fraction(RAMPING_ARRIVALS, three, 99)).isEqualTo(0.1);
        assertThat(fraction(RAMPING_ARRIVALS, TEN_MINUTES, 99)).isEqualTo(1);
        assertThat(fraction(SHARED, three, 25)).isEqualTo(0.25);
        assertThat(fraction(PER_VU, three, 5)).isEqualTo(0.25);
    }

    @ParameterizedTest
    @CsvSource({
        "PT5S, PT9.9S, 5.0s",
        "PT5S, PT10S, 05.0s",
        "PT5S, PT1M, 0m05.0s",
        "PT1M5S, PT9M, 1m05.0s",
        "PT1M5S, PT10M, 01m05.0s",
        "PT0.5S, PT10M, 00m00.5s",
        "PT5S, PT1H, 0h00m05.0s",
        "PT5S, PT10H, 00h00m05.0s",
        "PT5S, PT24H, 0d00h00m05.0s",
        "PT27H, PT240H, 01d03h00m00.0s",
        "PT0.04S, PT1S, 0.0s",
        "PT0.05S, PT1S, 0.1s",
        "PT9.99S, PT5S, 10.0s",
        "PT2M, PT1S, 2m00.0s",
    })
    void fixedLength_showsTheUnitsOfTheLongest(Duration time, Duration longest, String text) {
        assertThat(FixedLength.time(time, longest)).isEqualTo(text);
    }

    private static ProgressSnapshot snapshot(String phase, Scenario... scenarios) {
        return new ProgressSnapshot(
                phase, Duration.ofSeconds(5), Duration.ofSeconds(36), 3, 3, 3, 54, 0, List.of(scenarios));
    }

    private static String describe(LoadProfile profile, Duration gracefulStop) {
        return LoadDescription.describe(
                dev.stampede.engine.Scenario.of("default", profile).withGracefulStop(gracefulStop), Share.WHOLE);
    }

    private static Portion portion(LoadProfile profile) {
        return Portion.of(profile, Share.WHOLE);
    }

    private static Scenario scenario(
            String name, Status status, LoadProfile profile, Duration spent, int vus, long done) {
        return Scenario.of(name, status, profile, Portion.of(profile, Share.WHOLE), spent, vus, vus, done);
    }

    private static List<String> columns(LoadProfile profile, Duration spent, int vus, long done) {
        return ProfileProgress.columns(profile, Portion.of(profile, Share.WHOLE), spent, vus, vus, done);
    }

    private static double fraction(LoadProfile profile, Duration spent, long done) {
        return ProfileProgress.fraction(profile, Portion.of(profile, Share.WHOLE), spent, done);
    }
}
