package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricRegistryTest {
    private final List<String> warnings = new ArrayList<>();
    private final MetricRegistry registry = new MetricRegistry(4, Long.MAX_VALUE, warnings::add);

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1ab", "a-b", "a b", "a.b", "caf\u00e9", "ab{c:d}"})
    void register_malformedName_isRefused(String name) {
        assertThatThrownBy(() -> registry.register(name, MetricType.COUNTER, ValueType.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Invalid metric name: '%s'. Metric names must only include up to 128 ASCII letters, numbers, or"
                                + " underscores and start with a letter or an underscore.",
                        name);
    }

    @Test
    void register_takesTwoTo129Characters() {
        assertThat(MetricRegistry.isValidName("_1")).isTrue();
        assertThat(MetricRegistry.isValidName("x".repeat(129))).isTrue();
        assertThat(MetricRegistry.isValidName("x".repeat(130))).isFalse();
    }

    @Test
    void register_again_isTheSameMetric() {
        Metric first = registry.register("my_trend", MetricType.TREND, ValueType.TIME);

        assertThat(registry.register("my_trend", MetricType.TREND, ValueType.TIME))
                .isSameAs(first);
        assertThat(registry.register("http_reqs", MetricType.COUNTER, ValueType.DEFAULT))
                .isSameAs(registry.builtin().httpReqs);
    }

    @Test
    void register_againAsAnotherType_isRefused() {
        assertThatThrownBy(() -> registry.register("http_reqs", MetricType.TREND, ValueType.DEFAULT))
                .hasMessage("metric 'http_reqs' already exists but with type counter, instead of trend");
        assertThatThrownBy(() -> registry.register("http_reqs", MetricType.COUNTER, ValueType.DATA))
                .hasMessage("metric 'http_reqs' already exists but with a value type default, instead of data");
    }

    @Test
    void builtins_areThoseOfTheSpecification() {
        assertThat(registry.metrics())
                .extracting(Metric::name)
                .contains(
                        "vus",
                        "checks",
                        "grpc_req_duration",
                        "grpc_streams_msgs_sent",
                        "ws_ping",
                        "iterations_failed",
                        "iteration_start_lag",
                        "generator_lag")
                .isSorted()
                .hasSize(34);
    }

    @Test
    void near_offersTheNearestFirst() {
        assertThat(registry.near("http_req_durations")).startsWith("http_req_duration");
        assertThat(registry.near("check")).containsExactly("checks");
        assertThat(registry.near("entirely_else")).isEmpty();
        assertThat(NearNames.hint(List.of("a", "b"))).isEqualTo("; did you mean 'a', 'b'?");
        assertThat(NearNames.hint(List.of())).isEmpty();
    }

    @Test
    void onRegister_hearsOfAMetricBeforeAnybodyCanRecordToIt() {
        List<String> heard = new ArrayList<>();
        registry.onRegister(metric -> {
            heard.add(metric.name());
            assertThat(registry.find(metric.name())).isNull();
        });

        registry.register("my_counter", MetricType.COUNTER, ValueType.DEFAULT);
        registry.register("my_counter", MetricType.COUNTER, ValueType.DEFAULT);

        assertThat(heard).containsExactly("my_counter");
        assertThat(registry.find("my_counter")).isNotNull();
    }

    @Test
    void subMetric_ofEqualTags_isShared() {
        Metric parent = registry.builtin().httpReqs;

        SubMetric first = registry.subMetric(parent, MetricSelector.parse("http_reqs{a:1,b:2}"));

        assertThat(registry.subMetric(parent, MetricSelector.parse("http_reqs{b:2, a:1}")))
                .isSameAs(first);
        assertThat(first.name()).isEqualTo("http_reqs{a:1,b:2}");
        assertThat(parent.subMetrics()).containsExactly(first);
    }

    @Test
    void subMetric_madeLater_picksUpSeriesThatExist() {
        TagSet home = registry.rootTags().with("name", "home");
        Metric parent = registry.builtin().httpReqs;
        TimeSeries matching = home.series(parent);
        TimeSeries other = registry.rootTags().with("name", "cart").series(parent);
        TimeSeries otherMetric = home.series(registry.builtin().httpReqFailed);

        SubMetric sub = registry.subMetric(parent, MetricSelector.parse("http_reqs{name:home}"));
        TimeSeries later = home.with("status", "200").series(parent);

        assertThat(matching.sinks()).containsExactly(parent.sink(), sub.sink());
        assertThat(later.sinks()).containsExactly(parent.sink(), sub.sink());
        assertThat(other.sinks()).containsExactly(parent.sink());
        assertThat(otherMetric.sinks()).doesNotContain(sub.sink());
    }

    @Test
    void tagValues_areThoseOfAllSeries() {
        registry.rootTags().with("name", "b").with("k", "1").series(registry.builtin().httpReqs);
        registry.rootTags().with("name", "a").series(registry.builtin().httpReqs);
        registry.rootTags().with("check", "c").series(registry.builtin().checks);

        assertThat(registry.tagValues())
                .isEqualTo(Map.of("name", Set.of("a", "b"), "k", Set.of("1"), "check", Set.of("c")));
    }

    @Test
    void tooManySeries_warnNamingTheTag_andAgainWhenTheyDouble() {
        for (int i = 0; i < 20; i++) {
            registry.rootTags()
                    .with("method", i % 2 == 0 ? "GET" : "PUT")
                    .with("user", "u" + i)
                    .series(registry.builtin().httpReqs);
        }

        assertThat(warnings)
                .hasSize(3)
                .first()
                .isEqualTo("The test has generated metrics with 5 unique time series, more than the limit of 4. The tag"
                        + " 'user' alone has 5 different values; group URLs with a name (http.request(..).name(..)) and"
                        + " keep ids out of tags.");
        assertThat(warnings.get(1)).contains("with 9 unique time series, more than the limit of 8.");
        assertThat(warnings.get(2)).contains("with 17 unique time series, more than the limit of 16.");
    }

    @Test
    void tooManySeriesWithoutTags_warnToo() {
        for (int i = 0; i < 5; i++) {
            registry.rootTags().series(registry.register("metric_" + i, MetricType.COUNTER, ValueType.DEFAULT));
        }

        assertThat(warnings).singleElement().asString().endsWith("use tags rather than many metrics.");
    }

    @Test
    void moreSeriesThanFit_areToldOnce_withTheTagThatMakesThem() {
        List<String> told = new ArrayList<>();
        MetricRegistry small = new MetricRegistry(1000, 3, warning -> {});
        small.onOverBudget(told::add);
        Metric metric = small.register("mine", MetricType.COUNTER, ValueType.DEFAULT);

        for (int i = 0; i < 10; i++) {
            small.rootTags().with("id", "item " + i).series(metric);
        }

        assertThat(told)
                .containsExactly(
                        "The test has generated metrics with 4 unique time series, more than the 3 that fit into the"
                                + " heap. The tag 'id' alone has 4 different values; group URLs with a name"
                                + " (http.request(..).name(..)) and keep ids out of tags.");
    }
}
