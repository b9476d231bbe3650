package dev.stampede.output.cloud.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopOrderTest {

    @Test
    void stopForAThreshold_isObeyed() {
        assertThat(StopOrder.in("{\"thresholds\":[{\"metric\":\"hits\",\"expression\":\"count<1\",\"value\":2.0,"
                        + "\"failed\":true}],\"stop\":{\"run_status\":8,\"reason\":\"crossed\\u001b[2J\"}}"))
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith("crossed").doesNotContain("\u001b"));
    }

    @Test
    void longReason_isCut() {
        String answer = "{\"thresholds\":[],\"stop\":{\"run_status\":8,\"reason\":\"" + "x".repeat(9_999) + "\"}}";

        assertThat(StopOrder.in(answer))
                .hasValueSatisfying(reason -> assertThat(reason).hasSizeLessThan(5_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "ok",
                "<html>\"stop\"</html>",
                "{}",
                "{\"stop\":null}",
                "{\"thresholds\":[],\"stop\":null}",
                "{\"thresholds\":[],\"stop\":true}",
                "{\"thresholds\":[],\"stop\":{}}",
                "{\"thresholds\":[],\"stop\":{\"run_status\":3,\"reason\":\"x\"}}",
                "{\"thresholds\":7,\"stop\":{\"run_status\":8,\"reason\":\"x\"}}",
                "{\"stop\":{\"run_status\":8,\"reason\":\"x\"}}"
            })
    void anyOtherAnswer_isNone(String answer) {
        assertThat(StopOrder.in(answer)).isEmpty();
    }
}
