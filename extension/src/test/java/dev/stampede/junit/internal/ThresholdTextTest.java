package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ThresholdResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThresholdTextTest {
    private static final ThresholdResult.Window WINDOW =
            new ThresholdResult.Window(Duration.ofSeconds(70), Duration.ofSeconds(100));

    @Test
    void windows_sayWhichWasTheWorst() {
        assertThat(ThresholdText.line(new ThresholdResult(
                        "http_req_duration", "p(95)<300", 412.7, 1820, true, true, "in any 30s, after 10s", WINDOW)))
                .isEqualTo("✗ http_req_duration p(95)<300 in any 30s, after 10s -> observed 412.7 ms over 1820 samples,"
                        + " from 1m10s to 1m40s");
    }

    @Test
    void parts_sayWhichTheyAre() {
        assertThat(ThresholdText.line(
                        new ThresholdResult("checks", "rate>0.9", 0.95, 20, false, true, "during steady", null)))
                .isEqualTo("✓ checks rate>0.9 during steady -> observed 95 % over 20 samples");
        assertThat(ThresholdText.line(
                        new ThresholdResult("checks", "rate>0.9", Double.NaN, 0, false, true, "after 10s", null)))
                .isEqualTo("• checks rate>0.9 after 10s -> nothing was measured");
    }
}
