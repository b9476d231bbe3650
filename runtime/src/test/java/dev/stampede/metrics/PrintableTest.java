package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void line_isWithoutLineBreaksAndWhatXmlCannotHold() {
        assertThat(Printable.line("a\u001b[31mb\nc\r\td\0e\u2028f\ufffeg\ud800h\u0085"))
                .isEqualTo("a\\u001b[31mb\\nc\\r\\td\\u0000e\\u2028f\\ufffeg\\ud800h\\u0085");
        assertThat(Printable.line("prix €, 🐎")).isEqualTo("prix €, 🐎");
    }

    @Test
    void lines_keepLineBreaksAndTabs() {
        assertThat(Printable.lines("a\n\tb\u001b\r")).isEqualTo("a\n\tb\\u001b\\r");
    }
}
