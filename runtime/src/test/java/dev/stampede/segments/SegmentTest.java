package dev.stampede.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentTest {

    @ParameterizedTest
    @CsvSource({
        "20%,          0:1/5",
        "0.2,          0:1/5",
        "1/5,          0:1/5",
        "1,            0:1",
        "100%,         0:1",
        "'',           0:1",
        "' ',          0:1",
        "0:1,          0:1",
        "1/2:3/4,      1/2:3/4",
        "0.5:0.75,     1/2:3/4",
        "50%:75%,      1/2:3/4",
        "2/4:75%,      1/2:3/4",
        "' 1/3:2/3 ',  1/3:2/3",
        ".5:1,         1/2:1",
        "2.5e-1:1,     1/4:1",
    })
    void parse_readsPercentDecimalAndFraction(String text, String segment) {
        assertThat(Segment.parse(text)).hasToString(segment);
    }

    @Test
    void parse_isExactForLongDecimals() {
        assertThat(Segment.parse("0.123456789012345678901234567890:1").from())
                .isEqualTo(Fraction.parse("12345678901234567890123456789/100000000000000000000000000000"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            -1/2:1   | segment start value must be at least 0 but was -0.50
            -10%:1   | segment start value must be at least 0 but was -0.10
            1/2:1/3  | segment start(0.50) must be less than its end(0.33)
            1/2:1/2  | segment start(0.50) must be less than its end(0.50)
            0        | segment start(0.00) must be less than its end(0.00)
            0:5/4    | segment end value can't be more than 1 but was 1.25
            120%     | segment end value can't be more than 1 but was 1.20
            abc      | 'abc' is not a valid percentage, decimal, fraction or interval value
            1/0      | '1/0' is not a valid percentage, decimal, fraction or interval value
            1/2:     | '' is not a valid percentage, decimal, fraction or interval value
            :1/2     | '' is not a valid percentage, decimal, fraction or interval value
            0:1/2:1  | '1/2:1' is not a valid percentage, decimal, fraction or interval value
            1.5%     | '1.5%' is not a valid percentage
            0:%      | '%' is not a valid percentage
            1/2%     | '1/2%' is not a valid percentage
            """)
    void parse_rejectsWithTheTextsOfK6(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Segment.parse(text))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Share.of(text, ""))
                .withMessage(message);
    }
}
