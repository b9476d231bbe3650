package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagSetTest {
    private final MetricRegistry registry = new MetricRegistry();
    private final TagSet root = registry.rootTags();

    @Test
    void equalSets_areTheSameObjectWhateverTheOrder() {
        TagSet one = root.with("b", "2").with("a", "1");

        assertThat(root.with("a", "1").with("b", "2")).isSameAs(one);
        assertThat(root.with("a", "0").with("b", "2").with("a", "1")).isSameAs(one);
        assertThat(root.with(Map.of("a", "1", "b", "2"))).isSameAs(one);
        assertThat(one.with("a", "1")).isSameAs(one);
        assertThat(root.with(Map.of())).isSameAs(root);
    }

    @Test
    void tags_areSortedByKey() {
        TagSet tags = root.with("b", "2").with("c", "3").with("a", "1");
        Map<String, String> seen = new LinkedHashMap<>();
        tags.forEach(seen::put);

        assertThat(seen.keySet()).containsExactly("a", "b", "c");
        assertThat(tags).hasToString("{a:1,b:2,c:3}");
        assertThat(tags.get("b")).isEqualTo("2");
        assertThat(tags.get("d")).isNull();
        assertThat(root.isEmpty()).isTrue();
        assertThat(tags.isEmpty()).isFalse();
    }

    @Test
    void emptyValue_isAValue() {
        assertThat(root.with("group", "").get("group")).isEmpty();
        assertThat(root.with("group", "")).isNotSameAs(root);
    }

    @Test
    void series_isFoundAgainAndNumberedDensely() {
        TagSet tags = root.with("a", "1");
        TimeSeries first = tags.series(registry.builtin().httpReqs);

        assertThat(tags.series(registry.builtin().httpReqs)).isSameAs(first);
        assertThat(tags.series(registry.builtin().httpRoundTrip)[0]).isSameAs(first);
        assertThat(tags.series(registry.builtin().httpRoundTrip)).hasSize(9);
        assertThat(registry.seriesCount()).isEqualTo(9);
        assertThat(tags.series(registry.builtin().httpRoundTrip)[8].id()).isEqualTo(8);
    }

    @Test
    void with_again_allocatesNothing() {
        Runnable tagging = () -> {
            TagSet tags = root;
            tags = tags.with("group", "::front").with("method", "GET").with("status", "200");
            tags = tags.with("name", "home").with("scenario", "default");
            tags.series(registry.builtin().httpRoundTrip);
            tags.series(registry.builtin().checks);
        };
        tagging.run();
        tagging.run();

        assertThat(Allocations.of(tagging)).isZero();
    }
}
