package dev.stampede.thresholds;

import static dev.stampede.thresholds.FedThresholds.lasting;
import static dev.stampede.thresholds.FedThresholds.period;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Thresholds with {@code over}, {@code after} and {@code during}. */
class ScopedThresholdsTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final LoadSchedule MINUTE = lasting(60);

    // ---- over

    @Test
    void over_aBurstThatTheWholeHides_isFoundWithItsTime() {
        FedThresholds fed = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("http_req_duration", "avg<100").over(TEN))
                .start()
                .each("http_req_duration", 0, 30, 10)
                .each("http_req_duration", 30, 35, 500, 500)
                .each("http_req_duration", 35, 60, 10);

        ThresholdResult result = fed.end(60_000);

        assertThat(result.failed()).isTrue();
        assertThat(result.observed()).isEqualTo(((10 * 500) + (5 * 10)) / 15.0);
        assertThat(result.samples()).isEqualTo(15);
        assertThat(result.scope()).isEqualTo("in any 10s");
        assertThat(result.worst()).hasToString("from 25s to 35s");
    }

    @Test
    void over_holdsWhereEveryWindowDoes_andTellsTheWorst() {
        ThresholdResult result = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("http_reqs", "rate>=2").over(TEN))
                .start()
                .each("http_reqs", 0, 40, 1, 1, 1)
                .each("http_reqs", 40, 60, 1, 1)
                .end(60_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.observed()).isEqualTo(2);
        assertThat(result.samples()).isEqualTo(20);
        assertThat(result.worst()).hasToString("from 40s to 50s");
    }

    @Test
    void over_aStandstill_isACountOfZero() {
        ThresholdResult result = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("http_reqs", "count>0").over(TEN))
                .start()
                .each("http_reqs", 0, 20, 1)
                .each("http_reqs", 30, 60, 1)
                .end(60_000);

        assertThat(result.failed()).isTrue();
        assertThat(result.observed()).isZero();
        assertThat(result.samples()).isZero();
        assertThat(result.worst()).hasToString("from 20s to 30s");
    }

    @Test
    void over_aMetricThatNeverHasSamples_standsStillFromTheStart_andMayAbort() {
        FedThresholds fed = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("http_reqs", "count>0").over(TEN).abortOnFail())
                .start();

        assertThat(fed.evaluate(11_000)).isEmpty();
        assertThat(fed.evaluate(13_000)).isPresent();
    }

    @Test
    void over_timeForIterationsToFinish_isNoStandstill() {
        ThresholdResult result = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("http_reqs", "count>0").over(TEN))
                .start()
                .each("http_reqs", 0, 60, 1)
                .end(90_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.observed()).isEqualTo(10);
    }

    @Test
    void over_whatComesLateInTheTimeToFinish_isJudged() {
        ThresholdResult result = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("http_req_failed", "rate<0.1").over(TEN))
                .start()
                .each("http_req_failed", 0, 60, 0)
                .record("http_req_failed", 85_000, 1, 1)
                .end(85_300);

        assertThat(result.failed()).isTrue();
        assertThat(result.observed()).isOne();
        assertThat(result.worst()).hasToString("from 1m16s to 1m26s");
    }

    @Test
    void over_partsOfSeconds_makeNoWindowOfACounterSmaller() {
        FedThresholds fed = new FedThresholds(
                        700,
                        lasting(21),
                        ThresholdSpec.of("http_reqs", "count>=20").over(TEN))
                .start();
        for (int millis = 0; millis < 21_000; millis += 500) {
            fed.record("http_reqs", millis, 1);
        }

        ThresholdResult result = fed.end(21_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.observed()).isEqualTo(20);
    }

    @Test
    void over_trendsWithoutSamples_areNotJudgedThere() {
        ThresholdResult result = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("http_req_duration", "min>5").over(TEN))
                .start()
                .each("http_req_duration", 40, 42, 9, 7)
                .end(60_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.observed()).isEqualTo(7);
        assertThat(result.worst()).hasToString("from 31s to 41s");
    }

    @Test
    void over_gauges_keepTheirLastValue_alsoThatOfSetup() {
        ThresholdResult result = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("vus", "value<5").over(TEN))
                .record("vus", -1_000, 3)
                .start()
                .record("vus", 30_000, 7)
                .record("vus", 31_000, 2)
                .end(60_000);

        assertThat(result.failed()).isTrue();
        assertThat(result.observed()).isEqualTo(7);
        assertThat(result.worst()).hasToString("from 21s to 31s");

        ThresholdResult smallest = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("vus", "value>=3").over(TEN))
                .record("vus", -1_000, 3)
                .start()
                .record("vus", 55_000, 9)
                .end(60_000);
        assertThat(smallest.failed()).isFalse();
        assertThat(smallest.observed()).isEqualTo(3);
        assertThat(smallest.worst()).hasToString("from 0s to 10s");
    }

    @Test
    void over_equality_tellsTheFirstWindowThatBreaksIt() {
        ThresholdResult result = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("http_reqs", "count==10").over(TEN))
                .start()
                .each("http_reqs", 0, 25, 1)
                .each("http_reqs", 25, 60, 1, 1)
                .end(60_000);

        assertThat(result.failed()).isTrue();
        assertThat(result.observed()).isEqualTo(11);
        assertThat(result.worst()).hasToString("from 16s to 26s");
    }

    @Test
    void over_aLoadThatIsShorter_isJudgedOnceAsAWhole() {
        FedThresholds fed = new FedThresholds(
                        200, lasting(5), ThresholdSpec.of("http_reqs", "rate>1").over(TEN))
                .record("http_reqs", -2_000, 1, 1, 1, 1, 1, 1)
                .start()
                .each("http_reqs", 0, 5, 1);
        assertThat(fed.evaluate(4_000)).isEmpty();
        assertThat(fed.result().observed()).isNaN();

        ThresholdResult result = fed.end(5_000);

        assertThat(result.failed()).isTrue();
        assertThat(result.observed()).isEqualTo(1);
        assertThat(result.samples()).isEqualTo(5);
        assertThat(result.worst()).hasToString("from 0s to 6s");
    }

    @Test
    void over_setupAndTeardown_doNotCount_evenInTheSameSecond() {
        FedThresholds fed = new FedThresholds(
                        500,
                        MINUTE,
                        ThresholdSpec.of("http_req_failed", "rate==0").over(TEN))
                .record("http_req_failed", -100, 1)
                .start();
        fed.each("http_req_failed", 0, 60, 0).loadEnds(60_000);
        fed.record("http_req_failed", 60_100, 1);

        assertThat(fed.finish(60_000).failed()).isFalse();
    }

    @Test
    void over_aSecondIsJudged_whenItHasBeenOverForTwo() {
        FedThresholds fed = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("http_req_duration", "max<100").over(TEN))
                .start()
                .each("http_req_duration", 0, 10, 1);
        fed.evaluate(11_900);
        assertThat(fed.result().observed()).isNaN();

        fed.record("http_req_duration", 9_999, 500);
        fed.evaluate(12_000);

        assertThat(fed.result().failed()).isTrue();
        assertThat(fed.result().worst()).hasToString("from 0s to 10s");
    }

    @Test
    void over_whatComesEvenLater_countsInTheWindowsThatAreLeft() {
        FedThresholds fed = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("http_reqs", "count<12").over(TEN))
                .start()
                .each("http_reqs", 0, 15, 1);
        fed.evaluate(16_000);
        fed.record("http_reqs", 8_000, 1, 1, 1, 1).record("http_reqs", 1_000, 9);

        ThresholdResult result = fed.each("http_reqs", 15, 60, 1).end(60_000);

        assertThat(result.observed()).isEqualTo(14);
        assertThat(result.worst()).hasToString("from 5s to 15s");
    }

    @Test
    void over_onceBroken_staysFailed_andAbortsAfterItsDelay() {
        FedThresholds fed = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("checks", "rate>0.5")
                                .over(Duration.ofSeconds(2))
                                .abortOnFail()
                                .delayAbortEval(Duration.ofSeconds(20)))
                .start()
                .each("checks", 0, 2, 0)
                .each("checks", 2, 30, 1);

        assertThat(fed.evaluate(14_000)).isEmpty();
        assertThat(fed.result().failed()).isTrue();
        assertThat(fed.evaluate(18_000))
                .hasValue("thresholds on metrics 'checks' were crossed; at least one has abortOnFail enabled,"
                        + " stopping test prematurely");
    }

    @Test
    void over_subMetrics_countOnlyWhatCarriesTheTags() {
        FedThresholds fed = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("http_reqs{name:home}", "count<=10").over(TEN))
                .start();
        for (int second = 0; second < 60; second++) {
            fed.record("http_reqs", fed.registry.rootTags().with("name", "home"), second * 1000L, 1);
            fed.record("http_reqs", fed.registry.rootTags().with("name", "cart"), second * 1000L, 1);
        }

        assertThat(fed.end(60_000).observed()).isEqualTo(10);
    }

    @Test
    void over_aMetricThatComesLate_hasCountedNothingBefore() {
        FedThresholds fed = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("orders", "count>0").over(TEN))
                .start();
        fed.evaluate(20_000);
        Metric unused = fed.registry.register("orders", MetricType.COUNTER, ValueType.DEFAULT);

        ThresholdResult result = fed.each("orders", 25, 60, 1).end(60_000);

        assertThat(result.failed()).isTrue();
        assertThat(result.worst()).hasToString("from 0s to 10s");
    }

    @Test
    void over_aMetricOrTagThatNeverCame_namesTheNearOnes() {
        FedThresholds fed = new FedThresholds(
                0,
                MINUTE,
                ThresholdSpec.of("chekout_time", "avg<5").over(TEN),
                ThresholdSpec.of("http_reqs{name:hme}", "count>=0").over(TEN));
        Metric unused = fed.registry.register("checkout_time", MetricType.TREND, ValueType.TIME);
        fed.start().record("http_reqs", fed.registry.rootTags().with("name", "home"), 0, 1);

        Thresholds thresholds = fed.loadEnds(60_000).finish(60_000);

        assertThat(thresholds.problems())
                .containsExactly(
                        "invalid threshold defined on chekout_time; reason: no metric name \"chekout_time\" found;"
                                + " did you mean 'checkout_time'?",
                        "invalid threshold defined on http_reqs{name:hme}; reason: no tag \"name:hme\" found on any"
                                + " sample; did you mean 'home'?");
        assertThat(thresholds.results()).allMatch(ThresholdResult::failed);
    }

    // ---- after

    @Test
    void after_whatWasBefore_doesNotCount() {
        ThresholdResult result = new FedThresholds(
                        500,
                        MINUTE,
                        ThresholdSpec.of("http_req_duration", "max<100").after(TEN))
                .record("http_req_duration", -1_000, 900)
                .start()
                .each("http_req_duration", 0, 10, 900)
                .record("http_req_duration", 10_400, 900) // in a second that began before the ten were over
                .each("http_req_duration", 11, 60, 50)
                .end(60_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.observed()).isEqualTo(50);
        assertThat(result.samples()).isEqualTo(49);
        assertThat(result.scope()).isEqualTo("after 10s");
        assertThat(result.worst()).isNull();
    }

    @Test
    void after_rateOfACounter_isOverTheTimeThatRemains() {
        FedThresholds fed = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("http_reqs", "rate>=2").after(TEN))
                .start()
                .each("http_reqs", 0, 10, 1)
                .each("http_reqs", 10, 40, 1, 1);
        fed.evaluate(40_000);
        assertThat(fed.result().observed()).isEqualTo(2);

        ThresholdResult result = fed.each("http_reqs", 40, 60, 1, 1).end(60_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.observed()).isEqualTo(2);
    }

    @Test
    void after_beforeItsTime_nothingIsJudged() {
        FedThresholds fed = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("http_reqs", "count>5").after(TEN).abortOnFail(),
                        ThresholdSpec.of("http_req_failed", "rate==0")
                                .after(TEN)
                                .abortOnFail())
                .start()
                .each("http_req_failed", 0, 10, 1)
                .each("http_reqs", 0, 10, 1);

        assertThat(fed.evaluate(10_000)).isEmpty();
    }

    @Test
    void after_aLoadThatEndsBefore_vouchesForNothing() {
        Thresholds thresholds = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("http_reqs", "count<5").after(TEN))
                .start()
                .each("http_reqs", 0, 4, 1)
                .loadEnds(4_250)
                .finish(4_250);

        assertThat(thresholds.failed()).isTrue();
        assertThat(thresholds.problems())
                .containsExactly("nothing was judged for http_reqs after 10s: the load was over 4.25s after its start");
    }

    @Test
    void after_gaugesKeepTheValueThatTheyHadBefore() {
        ThresholdResult result = new FedThresholds(
                        0, MINUTE, ThresholdSpec.of("vus", "value>=3").after(TEN))
                .start()
                .record("vus", 2_000, 3)
                .end(60_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.observed()).isEqualTo(3);
    }

    @Test
    void afterAndOver_noWindowBeginsBefore() {
        ThresholdResult result = new FedThresholds(
                        0,
                        MINUTE,
                        ThresholdSpec.of("http_req_duration", "max<100")
                                .over(TEN)
                                .after(TEN))
                .start()
                .each("http_req_duration", 0, 10, 900)
                .each("http_req_duration", 10, 60, 50)
                .end(60_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.scope()).isEqualTo("in any 10s, after 10s");
        assertThat(result.worst()).hasToString("from 10s to 20s");
    }

    // ---- during

    @Test
    void during_countsAllStagesOfTheName_andOnlyTheirWholeSeconds() {
        LoadSchedule load = new LoadSchedule(
                Duration.ofSeconds(60), Map.of("steady", List.of(period(10, 20), period(40, 50), period(45, 52))));
        FedThresholds fed = new FedThresholds(
                        300, load, ThresholdSpec.of("http_reqs", "rate<2").during("steady"))
                .start();
        for (int millis = 0; millis < 60_000; millis += 500) {
            fed.record("http_reqs", millis, 1);
        }

        ThresholdResult result = fed.end(60_000);

        // of 10 and of 12 seconds, the first and the last lie in them only in part
        assertThat(result.samples()).isEqualTo((9 + 11) * 2);
        assertThat(result.observed()).isEqualTo(2);
        assertThat(result.failed()).isTrue();
        assertThat(result.scope()).isEqualTo("during steady");
    }

    @Test
    void duringAndOver_noWindowReachesAcrossAGap() {
        LoadSchedule load =
                new LoadSchedule(Duration.ofSeconds(60), Map.of("steady", List.of(period(10, 25), period(40, 44))));
        FedThresholds fed = new FedThresholds(
                        0,
                        load,
                        ThresholdSpec.of("http_reqs", "count<10").over(TEN).during("steady"))
                .start()
                .each("http_reqs", 10, 25, 1)
                .each("http_reqs", 25, 40, 5)
                .each("http_reqs", 40, 44, 3);

        ThresholdResult result = fed.end(60_000);

        assertThat(result.observed()).isEqualTo(12); // the second is shorter than a window: judged as a whole
        assertThat(result.worst()).hasToString("from 40s to 44s");
    }

    @Test
    void during_aStageThatTheLoadDidNotComeTo_vouchesForNothing() {
        LoadSchedule load = new LoadSchedule(Duration.ofSeconds(60), Map.of("peak", List.of(period(30, 60))));
        Thresholds thresholds = new FedThresholds(
                        0,
                        load,
                        ThresholdSpec.of("http_req_duration", "p(95)<500")
                                .over(TEN)
                                .during("peak"))
                .start()
                .each("http_req_duration", 0, 12, 1)
                .loadEnds(12_000)
                .finish(12_000);

        assertThat(thresholds.problems())
                .containsExactly(
                        "nothing was judged for http_req_duration in any 10s, during peak: the load was over 12s"
                                + " after its start");
    }

    @Test
    void during_onTheSamplesOfOneScenario_isTheTimeOfItsStages() {
        LoadSchedule load = new LoadSchedule(
                Duration.ofSeconds(60),
                Map.of(
                        "steady",
                        List.of(
                                period(0, 30),
                                new LoadSchedule.Period(Duration.ofSeconds(40), Duration.ofSeconds(60), "buy"))));
        ThresholdSpec one =
                ThresholdSpec.of("http_reqs{scenario:buy}", "rate>=1").during("steady");
        FedThresholds fed = new FedThresholds(0, load, one, one.over(TEN)).start();
        for (int second = 40; second < 60; second++) {
            fed.record("http_reqs", fed.registry.rootTags().with("scenario", "buy"), second * 1000L, 1);
        }

        assertThat(fed.loadEnds(60_000).finish(60_000).results())
                .allSatisfy(result -> assertThat(result.failed()).isFalse())
                .extracting(ThresholdResult::observed)
                .containsExactly(1.0, 1.0);
    }

    @Test
    void during_onTheSamplesOfAScenarioWithoutTheStage_isThatOfTheOthers() {
        LoadSchedule load = new LoadSchedule(Duration.ofSeconds(60), Map.of("steady", List.of(period(10, 20))));
        FedThresholds fed = new FedThresholds(
                        0,
                        load,
                        ThresholdSpec.of("http_reqs{scenario:buy}", "count>0").during("steady"))
                .start();
        fed.record("http_reqs", fed.registry.rootTags().with("scenario", "buy"), 15_000, 1);
        fed.record("http_reqs", fed.registry.rootTags().with("scenario", "buy"), 25_000, 1);

        assertThat(fed.end(60_000).observed()).isEqualTo(1);
    }

    @Test
    void load_beginsWithItsFirstScenario() {
        LoadSchedule load = new LoadSchedule(Duration.ofSeconds(20), Duration.ofSeconds(30), Map.of());
        FedThresholds fed = new FedThresholds(
                        0, load, ThresholdSpec.of("http_reqs", "count>9").over(TEN))
                .start();
        fed.evaluate(15_000); // nothing runs yet, which is no standstill
        fed.each("http_reqs", 20, 50, 1);

        ThresholdResult result = fed.end(50_000);

        assertThat(result.failed()).isFalse();
        assertThat(result.observed()).isEqualTo(10);
        assertThat(result.worst()).hasToString("from 0s to 10s");
    }

    @Test
    void loadThatEndedBeforeItsFirstScenario_vouchesForNothing() {
        LoadSchedule load = new LoadSchedule(Duration.ofSeconds(20), Duration.ofSeconds(30), Map.of());
        Thresholds thresholds = new FedThresholds(
                        0, load, ThresholdSpec.of("http_reqs", "count>9").over(TEN))
                .start()
                .loadEnds(12_000)
                .finish(12_000);

        assertThat(thresholds.problems())
                .containsExactly("nothing was judged for http_reqs in any 10s: the load was over 0s after its start");
    }

    // ---- what is wrong

    @Test
    void wrongValues_areToldAllInOneGo() {
        LoadSchedule load = new LoadSchedule(
                Duration.ofSeconds(60), Map.of("steady", List.of(period(10, 20)), "jump", List.of(period(20, 21))));
        ThresholdSpec spec = ThresholdSpec.of("http_reqs", "count>0");

        assertThatThrownBy(() -> Thresholds.compile(
                        List.of(
                                spec.over(Duration.ZERO),
                                spec.over(Duration.ofMillis(1500)).after(Duration.ofSeconds(-1)),
                                spec.over(Duration.ofSeconds(301)),
                                spec.after(Duration.ofSeconds(60)),
                                spec.during("stedy"),
                                spec.during("jump"),
                                spec.during("steady").after(Duration.ofSeconds(19)),
                                spec.during(" ")),
                        new MetricRegistry(),
                        load))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .map(text -> text.replace(
                                        "invalid threshold \"count>0\" defined on http_reqs; reason: ", ""))
                                .containsExactly(
                                        "over must be from 1s to 5h, in whole seconds, and above 5m in whole minutes, given as"
                                                + " over = \"0s\"",
                                        "over must be from 1s to 5h, in whole seconds, and above 5m in whole minutes, given as"
                                                + " over = \"1.5s\"",
                                        "after can't be negative, given as after = \"-1s\"",
                                        "over must be from 1s to 5h, in whole seconds, and above 5m in whole minutes, given as"
                                                + " over = \"5m1s\"",
                                        "after leaves nothing of the load, which takes 1m0s, given as after = \"1m0s\"",
                                        "no stage of the load has the name \"stedy\"; did you mean 'steady'? It was given as"
                                                + " during = \"stedy\"",
                                        "less than 2s is left of the stage of this name, given as during = \"jump\"",
                                        "less than 2s is left of the stage of this name after 19s, given as during ="
                                                + " \"steady\"",
                                        "during is no name of a stage, given as during = \" \""));
    }
}
