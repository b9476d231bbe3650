package dev.stampede.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.ThresholdResult;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.ValueType;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.thresholds.Thresholds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {
    private final MetricRegistry registry = new MetricRegistry();
    private final BuiltinMetrics builtin = registry.builtin();
    private final TagSet root = registry.rootTags();
    private final Recorder recorder = new Recorder();
    private final CheckTally checks = new CheckTally();
    private Duration elapsed = Duration.ofNanos(455_991_000);
    private List<ThresholdResult> thresholds = List.of();

    /** The sample of k6's layout: what its inputs were is chosen so that the same numbers come out. */
    @Test
    void render_isLaidOutAsK6DoesIt() {
        Thresholds compiled = Thresholds.compile(
                List.of(
                        ThresholdSpec.of("http_req_duration", "p(95)<1000"),
                        ThresholdSpec.of("http_req_duration", "avg<0.001"),
                        ThresholdSpec.of("http_req_duration{status:200}", "med<1000"),
                        ThresholdSpec.of("http_reqs{zz:1}", "count<1")),
                registry);
        registry.subMetric(builtin.httpReqDuration, MetricSelector.parse("http_req_duration{expected_response:true}"));
        record(builtin.httpReqDuration, root.with("expected_response", "true"), 0.24997);
        record(builtin.httpReqDuration, root.with("expected_response", "true").with("status", "200"), 43.88);
        record(builtin.httpReqDuration, root.with("expected_response", "false"), 48.82);
        for (int i = 0; i < 16; i++) {
            record(builtin.httpReqs, root, 1);
            record(builtin.httpReqFailed, root, i < 4 ? 1 : 0);
            record(builtin.httpReqBlocked, root, 1);
        }
        for (double value : new double[] {223.85, 226.47}) {
            record(builtin.iterationDuration, root, value);
            record(builtin.iterations, root, 1);
            record(builtin.iterationsFailed, root, 0);
            record(builtin.checks, root.with("check", "is 200"), 1);
            record(builtin.checks, root.with("check", "is 201"), 0);
        }
        record(builtin.groupDuration, root, 5);
        record(builtin.dataReceived, root, 2012);
        record(builtin.dataSent, root, 1512);
        record(registry.register("my_counter", MetricType.COUNTER, ValueType.DEFAULT), root, 4);
        record(registry.register("my_gauge", MetricType.GAUGE, ValueType.DEFAULT), root, 7);
        Metric rate = registry.register("my_rate", MetricType.RATE, ValueType.DEFAULT);
        for (int i = 0; i < 4; i++) {
            record(rate, root, i % 2);
        }
        record(registry.register("my_time", MetricType.TREND, ValueType.TIME), root, 1500);
        compiled.finish(elapsed, false);
        thresholds = compiled.results();

        assertThat(render(
                        SummaryOptions.DEFAULT.withTrendStats(List.of("avg", "min", "max", "p(0)", "p(100)", "count"))))
                .isEqualTo("""

                          \u2588 THRESHOLDS\s

                            http_req_duration
                            \u2713 'p(95)<1000' p(95)=48.32ms
                            \u2717 'avg<0.001' avg=30.98ms

                              {status:200}
                              \u2713 'med<1000' med=43.88ms

                            http_reqs{zz:1}
                            \u2713 'count<1' count=0


                          \u2588 TOTAL RESULTS\s

                            checks_total.......: 4      8.772103/s
                            checks_succeeded...: 50.00% 2 out of 4
                            checks_failed......: 50.00% 2 out of 4

                            \u2713 is 200
                            \u2717 is 201
                              \u21b3  0% \u2014 \u2713 0 / \u2717 2

                            CUSTOM
                            my_counter.....................: 4      8.772103/s
                            my_gauge.......................: 7      min=7       max=7
                            my_rate........................: 50.00% 2 out of 4
                            my_time........................: avg=1.5s     min=1.5s     max=1.5s     p(0)=1.5s     p(100)=1.5s     count=1

                            HTTP
                            http_req_duration..............: avg=30.98ms  min=249.97\u00b5s max=48.82ms  p(0)=249.97\u00b5s p(100)=48.82ms  count=3
                              { expected_response:true }...: avg=22.06ms  min=249.97\u00b5s max=43.88ms  p(0)=249.97\u00b5s p(100)=43.88ms  count=2
                              { status:200 }...............: avg=43.88ms  min=43.88ms  max=43.88ms  p(0)=43.88ms  p(100)=43.88ms  count=1
                            http_req_failed................: 25.00% 4 out of 16
                            http_reqs......................: 16     35.088412/s
                              { zz:1 }.....................: 0      0/s

                            EXECUTION
                            iteration_duration.............: avg=225.16ms min=223.85ms max=226.47ms p(0)=223.85ms p(100)=226.47ms count=2
                            iterations.....................: 2      4.386051/s

                            NETWORK
                            data_received..................: 2.0 kB 4.4 kB/s
                            data_sent......................: 1.5 kB 3.3 kB/s


                        """);
    }

    @Test
    void render_padsEachColumnToItsWidestValue() {
        record(registry.register("vus_gauge", MetricType.GAUGE, ValueType.DEFAULT), root, 7);
        record(registry.register("my_gauge", MetricType.GAUGE, ValueType.DATA), root, 123);
        record(registry.register("my_trend", MetricType.TREND, ValueType.DEFAULT), root, 12);
        record(registry.register("my_wide", MetricType.TREND, ValueType.TIME), root, 12.345);

        assertThat(render(SummaryOptions.DEFAULT.withTrendStats(List.of("avg", "max"))))
                .contains("""
                            CUSTOM
                            my_gauge....: 123 B min=123 B max=123 B
                            my_trend....: avg=12      max=12    \s
                            my_wide.....: avg=12.34ms max=12.34ms

                            EXECUTION
                            vus_gauge...: 7     min=7     max=7   \s
                        """);
    }

    @Test
    void render_withNothing_hasTheTitleOnly() {
        assertThat(render(SummaryOptions.DEFAULT)).isEqualTo("\n  \u2588 TOTAL RESULTS \n\n\n");
    }

    @Test
    void render_disabled_isEmpty() {
        assertThat(render(SummaryOptions.DEFAULT.withMode(SummaryOptions.Mode.DISABLED)))
                .isEmpty();
    }

    @Test
    void render_full_showsThePartsOfARequestToo() {
        record(builtin.httpReqBlocked, root, 1);
        record(builtin.httpReqTlsHandshaking, root, 1);
        record(builtin.groupDuration, root, 1);

        assertThat(render(SummaryOptions.DEFAULT)).doesNotContain("http_req_");
        assertThat(render(SummaryOptions.DEFAULT.withMode(SummaryOptions.Mode.FULL)))
                .contains("http_req_blocked...........: avg=1ms")
                .contains("http_req_tls_handshaking...: avg=1ms")
                .doesNotContain("group_duration");
    }

    @Test
    void render_checks_showHowManyPassed() {
        for (int i = 0; i < 3; i++) {
            record(builtin.checks, root.with("check", "second").with("group", "::g" + i), i == 0 ? 0 : 1);
        }
        record(builtin.checks, root.with("check", "first"), 1);

        assertThat(render(SummaryOptions.DEFAULT)).contains("""
                            checks_succeeded...: 75.00% 3 out of 4
                            checks_failed......: 25.00% 1 out of 4

                            \u2717 second
                              \u21b3  66% \u2014 \u2713 2 / \u2717 1
                            \u2713 first
                        """);
    }

    @Test
    void render_defaultThreshold_isShownOnlyWhenItFailed() {
        record(builtin.iterationsFailed, root, 0);
        thresholds = List.of(new ThresholdResult("iterations_failed", "rate==0", 0, 1, false, false));
        assertThat(render(SummaryOptions.DEFAULT)).doesNotContain("THRESHOLDS").doesNotContain("iterations_failed");

        record(builtin.iterationsFailed, root, 1);
        thresholds = List.of(new ThresholdResult("iterations_failed", "rate==0", 0.5, 2, true, false));
        assertThat(render(SummaryOptions.DEFAULT))
                .contains("    iterations_failed\n    \u2717 'rate==0' rate=50.00%\n")
                .contains("    EXECUTION\n    iterations_failed...: 50.00% 1 out of 2\n");
    }

    @Test
    void render_thresholdsOfEveryType_showWhatWasMeasured() {
        registry.register("my_gauge", MetricType.GAUGE, ValueType.DEFAULT);
        thresholds = List.of(
                new ThresholdResult("http_reqs", " rate > 5 ", 4.5, 9, true, true),
                new ThresholdResult("data_sent", "count>5", 2012, 9, false, true),
                new ThresholdResult("checks", "rate>0.9", Double.NaN, 0, false, true),
                new ThresholdResult("my_gauge", "value!=3", 3, 9, true, true),
                new ThresholdResult("never_came", "avg<5", Double.NaN, 0, true, true));

        assertThat(render(SummaryOptions.DEFAULT))
                .contains("\u2717 'rate > 5' rate=4.5/s\n")
                .contains("\u2713 'count>5' count=2.0 kB\n")
                .contains("\u2713 'rate>0.9' rate=0.00%\n")
                .contains("\u2717 'value!=3' value=3\n")
                .contains("\u2717 'avg<5' avg=(no such metric)\n")
                // a threshold makes a metric appear, samples or not
                .contains("http_reqs...: 0   0/s\n")
                .contains("data_sent...: 0 B 0 B/s\n");
    }

    @Test
    void render_thresholdsOfPartsOfTheRun_sayOfWhichAndWhen() {
        thresholds = List.of(
                new ThresholdResult(
                        "http_reqs",
                        "rate>5",
                        4.5,
                        9,
                        true,
                        true,
                        "in any 30s, after 10s",
                        new ThresholdResult.Window(Duration.ofSeconds(70), Duration.ofSeconds(100))),
                new ThresholdResult("checks", "rate>0.9", 1, 9, false, true, "during steady", null),
                new ThresholdResult("checks", "rate>0.8", Double.NaN, 0, false, true, "after 10s", null));

        assertThat(render(SummaryOptions.DEFAULT))
                .contains("\u2717 'rate>5' in any 30s, after 10s rate=4.5/s from 1m10s to 1m40s\n")
                .contains("\u2713 'rate>0.9' during steady rate=100.00%\n")
                .contains("\u2713 'rate>0.8' after 10s rate=(nothing measured)\n");
    }

    @Test
    void render_subMetricWithoutListedParent_hasItsFullName() {
        thresholds = List.of(
                new ThresholdResult("http_reqs{b:1}", "count<1", 0, 0, false, true),
                new ThresholdResult("http_reqs{a:1}", "count<1", 0, 0, false, true));

        assertThat(render(SummaryOptions.DEFAULT))
                .contains("    http_reqs{a:1}\n    \u2713 'count<1' count=0\n\n    http_reqs{b:1}\n");
    }

    @Test
    void render_color_marksTitlesNamesAndValues() {
        record(builtin.httpReqs, root, 3);
        record(builtin.checks, root.with("check", "fine"), 1);
        thresholds = List.of(new ThresholdResult("http_reqs", "count<1", 3, 3, true, true));

        assertThat(render(SummaryOptions.DEFAULT.withColor(true)).replace('\u001b', '^'))
                .contains("\u2588 ^[1mTHRESHOLDS^[0m \n")
                .contains("^[31m\u2717^[0m ^[37m'count<1'^[0m ^[37mcount^[0m=^[36m3^[0m\n")
                .contains("^[32m\u2713 fine^[0m\n")
                .contains("    ^[1mHTTP^[0m\n    http_reqs^[2;37m...:^[0m ^[36m3^[0m ^[2;36m6.579077/s^[0m\n");
    }

    @Test
    void sections_goByTheBeginningOfNames() {
        assertThat(MetricSection.of("http_req_duration")).isEqualTo(MetricSection.HTTP);
        assertThat(MetricSection.of("http_errors")).isEqualTo(MetricSection.CUSTOM);
        assertThat(MetricSection.of("vus_max")).isEqualTo(MetricSection.EXECUTION);
        assertThat(MetricSection.of("iteration_start_lag")).isEqualTo(MetricSection.EXECUTION);
        assertThat(MetricSection.of("dropped_iterations")).isEqualTo(MetricSection.EXECUTION);
        assertThat(MetricSection.of("data_sent")).isEqualTo(MetricSection.NETWORK);
        assertThat(MetricSection.of("browser_web_vital_lcp")).isEqualTo(MetricSection.WEB_VITALS);
        assertThat(MetricSection.of("browser_http_req_failed")).isEqualTo(MetricSection.BROWSER);
        assertThat(MetricSection.of("grpc_req_duration")).isEqualTo(MetricSection.GRPC);
        assertThat(MetricSection.of("ws_sessions")).isEqualTo(MetricSection.WEBSOCKET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"average", "p95", "p(101)", "p(x)", "rate", ""})
    void options_unknownTrendStat_isRefused(String stat) {
        assertThatThrownBy(() -> SummaryOptions.DEFAULT.withTrendStats(List.of("avg", stat)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("invalid trend stat '" + stat + "', unknown format");
    }

    @Test
    void options_areReadFromTheirNames() {
        assertThat(SummaryOptions.TimeUnit.parse("us")).isEqualTo(SummaryOptions.TimeUnit.MICROSECONDS);
        assertThat(SummaryOptions.TimeUnit.parse("")).isEqualTo(SummaryOptions.TimeUnit.AUTO);
        assertThat(SummaryOptions.Mode.parse("full")).isEqualTo(SummaryOptions.Mode.FULL);
        assertThatThrownBy(() -> SummaryOptions.TimeUnit.parse("h"))
                .hasMessage("invalid summary time unit 'h', use one of auto, s, ms, us");
        assertThatThrownBy(() -> SummaryOptions.Mode.parse("legacy"))
                .hasMessage("invalid summary mode 'legacy', use one of compact, full, disabled");
    }

    private String render(SummaryOptions options) {
        return Summary.render(registry, thresholds, checks, elapsed, options);
    }

    private void record(Metric metric, TagSet tags, double value) {
        recorder.add(0, tags.series(metric), value, 1);
        recorder.drain((second, series, sink) -> {
            series.sinks().forEach(total -> total.merge(sink));
            checks.accept(second, series, sink);
        });
    }

    @Test
    void names_areWrittenOutOnOneLine() {
        registry.subMetric(builtin.iterations, MetricSelector.parse("iterations{step:a\u001bb}"));
        Thresholds compiled =
                Thresholds.compile(List.of(ThresholdSpec.of("iterations{step:a\u001bb}", "count>1")), registry);
        record(builtin.checks, root.with("check", "a\n\u001b[31mb"), 0);
        record(builtin.iterations, root.with("step", "a\u001bb"), 1);
        thresholds = compiled.results();

        assertThat(render(SummaryOptions.DEFAULT))
                .contains("a\\n\\u001b[31mb", "{ step:a\\u001bb }", "{step:a\\u001bb}")
                .doesNotContain("\u001b");
    }
}
