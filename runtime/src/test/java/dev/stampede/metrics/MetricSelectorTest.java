package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricSelectorTest {

    @Test
    void parse_plainName_asksForNoTags() {
        MetricSelector selector = MetricSelector.parse("http_reqs");

        assertThat(selector.metric()).isEqualTo("http_reqs");
        assertThat(selector.tags()).isEmpty();
    }

    @Test
    void parse_tags_trimsSpacesAndQuotesAndSplitsAtTheFirstColon() {
        String text = "http_req_duration{ status : 200 ,\"url\":'http://h:1/a',group:::front::inner}";

        MetricSelector selector = MetricSelector.parse(text);

        assertThat(selector.text()).isEqualTo(text);
        assertThat(selector.metric()).isEqualTo("http_req_duration");
        assertThat(selector.tags())
                .isEqualTo(Map.of("status", "200", "url", "http://h:1/a", "group", "::front::inner"));
    }

    @Test
    void parse_quotedNothing_isTheEmptyValue() {
        assertThat(MetricSelector.parse("checks{group:\"\"}").tags()).isEqualTo(Map.of("group", ""));
    }

    @Test
    void parse_valueWithBraces_keepsThem() {
        assertThat(MetricSelector.parse("http_reqs{name:/users/${}}").tags()).isEqualTo(Map.of("name", "/users/${}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http_reqs{a:b | metric \"http_reqs{a:b\" has unmatched opening/close curly brace",
                "http_reqs a:b} | metric \"http_reqs a:b}\" has unmatched opening/close curly brace",
                "http_reqs}a:b{ | metric \"http_reqs}a:b{\" closing curly brace appears before opening one",
                "http_reqs{a:b}c | metric \"http_reqs{a:b}c\" lacks a closing curly brace in its last position",
                "http_reqs{} | metric \"\" tag expression is malformed",
                "http_reqs{a} | metric \"a\" tag expression is malformed",
                "http_reqs{a:} | metric \"a:\" tag expression is malformed",
                "http_reqs{a:b,c:} | metric \"c:\" tag expression is malformed",
                "http_reqs{:b} | metric \":b\" tag expression is malformed",
                "http_reqs{a:b,} | metric \"\" tag expression is malformed",
                "http_reqs{\"a:b | metric \"http_reqs{\\\"a:b\" has unmatched opening/close curly brace",
            })
    void parse_malformed_saysWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> MetricSelector.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unable to validate threshold expressions; reason: parsing metric name failed, " + reason);
    }

    @Test
    void matches_needsEveryTagExactly() {
        TagSet tags = new MetricRegistry().rootTags().with("status", "200").with("name", "home");

        assertThat(MetricSelector.parse("http_reqs{name:home,status:200}").matches(tags))
                .isTrue();
        assertThat(MetricSelector.parse("http_reqs{name:home,status:20}").matches(tags))
                .isFalse();
        assertThat(MetricSelector.parse("http_reqs{name:home,method:GET}").matches(tags))
                .isFalse();
        assertThat(MetricSelector.parse("http_reqs").matches(tags)).isTrue();
    }
}
