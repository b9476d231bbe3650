package dev.stampede.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryExportTest {
    private final MetricRegistry registry = new MetricRegistry();
    private final BuiltinMetrics builtin = registry.builtin();
    private final TagSet root = registry.rootTags();
    private final Recorder recorder = new Recorder();
    private final CheckTally checks = new CheckTally();
    private SummaryOptions options = SummaryOptions.DEFAULT.withTrendStats(List.of("avg", "max", "p(0)", "count"));
    private List<ThresholdResult> thresholds = List.of();

    @Test
    void render_isTheOldFormatOfK6() {
        registry.subMetric(builtin.httpReqDuration, MetricSelector.parse("http_req_duration{status:200}"));
        registry.subMetric(builtin.httpReqDuration, MetricSelector.parse("http_req_duration{status:500}"));
        thresholds = List.of(
                new ThresholdResult("http_req_duration", "max<100", 48.5, 2, false, true),
                new ThresholdResult("http_req_duration", "avg<0.001", 36.25, 2, true, true),
                new ThresholdResult("http_req_duration{status:200}", "max<10", 48.5, 1, true, true),
                new ThresholdResult("iterations_failed", "rate==0", 0, 1, false, false));
        record(builtin.httpReqDuration, root.with("status", "200"), 48.5);
        record(builtin.httpReqDuration, root, 24);
        record(builtin.dataSent, root, 1500);
        record(builtin.iterationsFailed, root, 0);
        record(registry.register("my_gauge", MetricType.GAUGE, ValueType.DEFAULT), root, 7);
        record(registry.register("my_gauge", MetricType.GAUGE, ValueType.DEFAULT), root, -0.5);
        TagSet front = root.with("group", "::front");
        record(builtin.checks, root.with("group", "").with("check", "is up"), 1);
        record(builtin.checks, front.with("check", "is 200"), 1);
        record(builtin.checks, front.with("check", "is 200"), 0);
        record(builtin.groupDuration, front, 3);
        record(builtin.groupDuration, root.with("group", "::front::basket"), 3);

        assertThat(render()).isEqualTo("""
                {
                    "metrics": {
                        "checks": {
                            "passes": 2,
                            "fails": 1,
                            "value": 0.6666666666666666
                        },
                        "data_sent": {
                            "count": 1500,
                            "rate": 3000
                        },
                        "group_duration": {
                            "avg": 3,
                            "max": 3,
                            "p(0)": 3,
                            "count": 2
                        },
                        "http_req_duration": {
                            "avg": 36.25,
                            "max": 48.5,
                            "p(0)": 24,
                            "count": 2,
                            "thresholds": {
                                "max<100": false,
                                "avg<0.001": true
                            }
                        },
                        "http_req_duration{status:200}": {
                            "avg": 48.5,
                            "max": 48.5,
                            "p(0)": 48.5,
                            "count": 1,
                            "thresholds": {
                                "max<10": true
                            }
                        },
                        "iterations_failed": {
                            "passes": 0,
                            "fails": 1,
                            "value": 0
                        },
                        "my_gauge": {
                            "value": -0.5,
                            "min": -0.5,
                            "max": 7
                        }
                    },
                    "root_group": {
                        "name": "",
                        "path": "",
                        "id": "d41d8cd98f00b204e9800998ecf8427e",
                        "groups": {
                            "front": {
                                "name": "front",
                                "path": "::front",
                                "id": "6972d1500632a99e8640138dbf1dc09e",
                                "groups": {
                                    "basket": {
                                        "name": "basket",
                                        "path": "::front::basket",
                                        "id": "2d1fd19a1a147bf39cbd3c85b912a71b",
                                        "groups": {},
                                        "checks": {}
                                    }
                                },
                                "checks": {
                                    "is 200": {
                                        "name": "is 200",
                                        "path": "::front::is 200",
                                        "id": "fd5ac28d7bdaa240127e6bfc8f3abae4",
                                        "passes": 1,
                                        "fails": 1
                                    }
                                }
                            }
                        },
                        "checks": {
                            "is up": {
                                "name": "is up",
                                "path": "::is up",
                                "id": "96bc919eb37eb6444225e869c1a0012c",
                                "passes": 1,
                                "fails": 0
                            }
                        }
                    }
                }""");
    }

    @Test
    void render_ofNothing_hasTheRootGroupOnly() {
        assertThat(render()).isEqualTo("""
                {
                    "metrics": {},
                    "root_group": {
                        "name": "",
                        "path": "",
                        "id": "d41d8cd98f00b204e9800998ecf8427e",
                        "groups": {},
                        "checks": {}
                    }
                }""");
    }

    @Test
    void render_hidesNothing_whateverTheModeOfTheText() {
        record(builtin.httpReqBlocked, root, 1);
        options = options.withMode(SummaryOptions.Mode.DISABLED);

        assertThat(render()).contains("\"http_req_blocked\"");
    }

    @Test
    void render_samplesInMilliseconds_whateverTheUnitOfTheText() {
        record(builtin.iterationDuration, root, 1500);
        options = options.withTimeUnit(SummaryOptions.TimeUnit.SECONDS);

        assertThat(render()).contains("\"max\": 1500,");
    }

    @Test
    void render_thresholdWithoutSamples_isThere() {
        thresholds = List.of(
                new ThresholdResult("http_reqs", "count>1", 0, 0, true, true),
                new ThresholdResult("never_came", "avg<5", Double.NaN, 0, true, true));

        assertThat(render()).contains("""
                        "http_reqs": {
                            "count": 0,
                            "rate": 0,
                            "thresholds": {
                                "count>1": true
                            }
                        },
                        "never_came": {
                            "thresholds": {
                                "avg<5": true
                            }
                        }
                """);
    }

    @Test
    void render_thresholdOfAPart_standsBesideThatOfAll() {
        thresholds = List.of(
                new ThresholdResult("http_reqs", "count>1", 3, 3, false, true),
                new ThresholdResult("http_reqs", "count>1", 0, 0, true, true, "in any 30s", null));

        assertThat(render()).contains("""
                            "thresholds": {
                                "count>1": false,
                                "count>1 in any 30s": true
                            }
                """);
    }

    @Test
    void render_defaultThreshold_isThereOnlyWhenItFailed() {
        record(builtin.iterationsFailed, root, 1);
        thresholds = List.of(new ThresholdResult("iterations_failed", "rate==0", 1, 1, true, false));

        assertThat(render()).contains("\"rate==0\": true");
    }

    @Test
    void render_textsAndNumbers_areJson() {
        record(builtin.checks, root.with("check", "says \"hi\" <b>\n"), 1);
        record(registry.register("tiny", MetricType.GAUGE, ValueType.DEFAULT), root, 1e-9);
        record(registry.register("endless", MetricType.COUNTER, ValueType.DEFAULT), root, Double.POSITIVE_INFINITY);

        assertThat(render())
                .contains("\"says \\\"hi\\\" <b>\\n\": {")
                .contains("\"value\": 1.0E-9,")
                .contains("\"count\": null,");
    }

    @Test
    void write_makesFolders_andReplacesWhatWasThere(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a").resolve("b").resolve("summary.json");
        write(file);
        Files.writeString(file, "x".repeat(10_000));
        write(file);

        assertThat(file).hasContent(render());
    }

    @Test
    void write_toAFolder_fails(@TempDir Path folder) {
        assertThatThrownBy(() -> write(folder)).isInstanceOf(IOException.class);
    }

    private String render() {
        return SummaryExport.render(registry, thresholds, checks, Duration.ofMillis(500), options);
    }

    private void write(Path file) throws IOException {
        SummaryExport.write(file, registry, thresholds, checks, Duration.ofMillis(500), options);
    }

    private void record(Metric metric, TagSet tags, double value) {
        recorder.add(0, tags.series(metric), value, 1);
        recorder.drain((second, series, sink) -> {
            series.sinks().forEach(total -> total.merge(sink));
            checks.accept(second, series, sink);
        });
    }
}
