package dev.stampede.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.ValueType;
import dev.stampede.summary.SummaryOptions.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormatTest {

    @ParameterizedTest
    @CsvSource({
        // time, in the unit that fits
        "TIME, AUTO, 0, 0s",
        "TIME, AUTO, 0.00025, 250ns",
        "TIME, AUTO, 0.0002509, 250ns",
        "TIME, AUTO, 0.24997, 249.97\u00b5s",
        "TIME, AUTO, 0.249979, 249.97\u00b5s",
        "TIME, AUTO, 0.5, 500\u00b5s",
        "TIME, AUTO, 48.149, 48.14ms",
        "TIME, AUTO, 43.1, 43.1ms",
        "TIME, AUTO, 999.999, 999.99ms",
        "TIME, AUTO, 1000, 1s",
        "TIME, AUTO, 1500, 1.5s",
        "TIME, AUTO, 59999, 59.99s",
        "TIME, AUTO, 60000, 1m0s",
        "TIME, AUTO, 61999, 1m1s",
        "TIME, AUTO, 3600000, 1h0m0s",
        "TIME, AUTO, 3723999, 1h2m3s",
        "TIME, AUTO, 90000000, 25h0m0s",
        // in a unit of one's choice
        "TIME, SECONDS, 1500, 1.50s",
        "TIME, SECONDS, 4, 0.00s",
        "TIME, SECONDS, 6, 0.01s",
        "TIME, MILLISECONDS, 48.146, 48.15ms",
        "TIME, MICROSECONDS, 0.25, 250.00\u00b5s",
        // data
        "DATA, AUTO, 0, 0 B",
        "DATA, AUTO, 9, 9 B",
        "DATA, AUTO, 3.25, 3.25 B",
        "DATA, AUTO, 10, 10 B",
        "DATA, AUTO, 801, 801 B",
        "DATA, AUTO, 999.6, 1000 B",
        "DATA, AUTO, 1000, 1.0 kB",
        "DATA, AUTO, 2012, 2.0 kB",
        "DATA, AUTO, 9940, 9.9 kB",
        "DATA, AUTO, 9960, 10 kB",
        "DATA, AUTO, 12345678, 12 MB",
        "DATA, AUTO, 5e12, 5.0 TB",
        // numbers
        "DEFAULT, AUTO, 3, 3",
        "DEFAULT, AUTO, 0, 0",
        "DEFAULT, AUTO, 8.7721034, 8.772103",
        "DEFAULT, AUTO, 35.088410, 35.08841",
        "DEFAULT, AUTO, 0.0000004, 0",
        "DEFAULT, AUTO, 0.0000006, 0.000001",
        "DEFAULT, AUTO, -1.5, -1.5",
        "DEFAULT, AUTO, 1000000, 1000000",
        "DEFAULT, AUTO, 12345678901, 12345678901",
        "DEFAULT, AUTO, Infinity, Infinity",
    })
    void value_isFormattedByWhatItIs(ValueType contains, TimeUnit unit, double value, String text) {
        assertThat(new ValueFormat(unit).value(value, contains)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00%", "1, 100.00%", "0.25, 25.00%", "0.66666, 66.66%", "0.99999, 99.99%", "0.00009, 0.00%"})
    void percent_isCutOff(double share, String text) {
        assertThat(ValueFormat.percent(share)).isEqualTo(text);
    }
}
