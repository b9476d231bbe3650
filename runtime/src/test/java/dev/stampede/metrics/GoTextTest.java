package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTextTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "+1, 1",
        "-5, -5",
        "1., 1",
        ".5, 0.5",
        "007, 7",
        "1e3, 1000",
        "1E+3, 1000",
        "625e-3, 0.625",
        "1e-400, 0",
        "1_23.50_0_0e+1_2, 1.235e14",
        "0x1p0, 1",
        "0X1P1, 2",
        "-0x1ep-1, -15",
        "-0x1_ep-1, -15",
        "0x1fFe2.p0, 131042",
        "0x.1p+2, 0.25",
        "0x_1_2.3_4_5p+1_2, 74565",
        "inf, Infinity",
        "-Inf, -Infinity",
        "+INFINITY, Infinity",
        "NaN, NaN",
        "nan, NaN",
    })
    void parseFloat_readsWhatGoReads(String text, Double value) {
        assertThat(GoText.parseFloat(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "1x",
                "1f",
                "1d",
                "1.1.",
                ".",
                "+",
                "1e",
                "1e-",
                ".e-1",
                "1p2",
                "0x10",
                "0x",
                "0x.p1",
                "0x1p",
                "+nan",
                "infi",
                "infinityx",
                "500ms",
                "_1",
                "1_",
                "1__2",
                "1_.5",
                "1._5",
                "1e_5",
                "-_1",
                "0x__1p1",
                "0x1_p1",
                "0x1p_1",
                "\u0661",
            })
    void parseFloat_refusesWhatGoRefuses(String text) {
        assertThatThrownBy(() -> GoText.parseFloat(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("strconv.ParseFloat: parsing \"" + text + "\": invalid syntax");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-2e308", "0x1p1024", "1e+4294967296"})
    void parseFloat_tooLarge_saysSo(String text) {
        assertThatThrownBy(() -> GoText.parseFloat(text))
                .hasMessage("strconv.ParseFloat: parsing \"" + text + "\": value out of range");
    }

    @Test
    void quote_escapesWhatGoEscapes() {
        assertThat(GoText.quote("p(95)<5")).isEqualTo("\"p(95)<5\"");
        assertThat(GoText.quote("a\"b\\c\n\t\u0001")).isEqualTo("\"a\\\"b\\\\c\\n\\t\\x01\"");
        assertThat(GoText.quote("\u00e9 \u4e16 \ud83d\ude00")).isEqualTo("\"\u00e9 \u4e16 \ud83d\ude00\"");
        assertThat(GoText.quote("\u00a0\u2028")).isEqualTo("\"\\u00a0\\u2028\"");
    }
}
