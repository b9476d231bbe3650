package dev.stampede.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "300ms, PT0.3S",
        "1.5h, PT1H30M",
        "1m30s, PT1M30S",
        "100us, PT0.0001S",
        "100\u00b5s, PT0.0001S",
        "100\u03bcs, PT0.0001S",
        "7ns, PT0.000000007S",
        "-2s, PT-2S",
        "+2s, PT2S",
        "1h15m30.918273645s, PT1H15M30.918273645S",
        ".5s, PT0.5S",
        "5.s, PT5S",
        "1.9ns, PT0.000000001S",
        "0s, PT0S",
        "0, PT0S",
        "-0, PT0S",
        // numbers are milliseconds
        "1500, PT1.5S",
        "1e3, PT1S",
        "0.5, PT0.0005S",
        "-10, PT-0.01S",
        "1e-999999999, PT0S",
        "0e999999999, PT0S",
        // days
        "1d, PT24H",
        "1d12h, PT36H",
        "-1d2h, PT-26H",
        "1d0, PT24H",
        "' 10s ', PT10S",
        // a little less than 292 years
        "2562047h47m16.854775807s, PT2562047H47M16.854775807S",
    })
    void parse_readsWhatK6Reads(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "abc | time: invalid duration \"abc\"",
                "`` | time: invalid duration \"\"",
                "- | time: invalid duration \"-\"",
                ".s | time: invalid duration \".s\"",
                "s | time: invalid duration \"s\"",
                "1.2.3s | time: missing unit in duration \"1.2.3s\"",
                "1m30 | time: missing unit in duration \"1m30\"",
                "3x | time: unknown unit \"x\" in duration \"3x\"",
                "1h3S | time: unknown unit \"S\" in duration \"1h3S\"",
                "1d-1h | invalid time format '-1h'",
                "1d5 | time: missing unit in duration \"1d5\"",
                "1d2d | time: unknown unit \"d\" in duration \"1d2d\"",
                "1.5d | time: unknown unit \"d\" in duration \"1.5d\"",
                "2562048h | time: invalid duration \"2562048h\"",
                "110000d | time: invalid duration \"110000d\"",
                "1e999999999 | time: invalid duration \"1e999999999\"",
                "1e99999999999 | time: invalid duration \"1e99999999999\"",
                "1e-99999999999 | time: invalid duration \"1e-99999999999\"",
                "1e20 | time: invalid duration \"1e20\"",
                "10 s | time: unknown unit \" s\" in duration \"10 s\"",
            })
    void parse_anythingElse_saysWhy(String text, String message) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT10M, 10m0s",
        "PT1.5S, 1.5s",
        "PT0.3S, 300ms",
        "PT0.0000015S, 1.5\u00b5s",
        "PT0.000000001S, 1ns",
        "PT1H, 1h0m0s",
        "PT25H1.25S, 25h0m1.25s",
        "PT10M30S, 10m30s",
        "PT-2S, -2s",
        "PT-0.0025S, -2.5ms",
        "PT59.999999999S, 59.999999999s",
    })
    void format_writesAsGoDoes(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @Test
    void format_andParse_areEachOthersInverse() {
        for (long nanos = 1; nanos < 1_000_000_000_000_000L; nanos = nanos * 3 + 7) {
            assertThat(Durations.parse(Durations.format(Duration.ofNanos(nanos))))
                    .isEqualTo(Duration.ofNanos(nanos));
        }
    }

    @Test
    void parseGo_knowsNeitherNumbersNorDays() {
        assertThat(Durations.parseGo("1m30s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Durations.parseGo("-1.5s")).isEqualTo(Duration.ofMillis(-1500));
        assertThatThrownBy(() -> Durations.parseGo("1")).hasMessage("time: missing unit in duration \"1\"");
        assertThatThrownBy(() -> Durations.parseGo("1d")).hasMessage("time: unknown unit \"d\" in duration \"1d\"");
        assertThatThrownBy(() -> Durations.parseGo("")).hasMessage("time: invalid duration \"\"");
    }
}
