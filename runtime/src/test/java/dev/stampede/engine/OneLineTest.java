package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void lineBreaksAndIndentation_becomeOneSpace() {
        assertThat(OneLine.of("\nExpecting actual:\n  \"a  b\"\r\n\tto contain: \n\n  \"c\"\n", 300))
                .isEqualTo("Expecting actual: \"a  b\" to contain: \"c\"");
        assertThat(OneLine.of("a\u2028b\u0085c", 300)).isEqualTo("a b c");
    }

    @Test
    void controlCharacters_areDropped() {
        assertThat(OneLine.of("\u001b[31mred\u0000", 300)).isEqualTo("[31mred");
    }

    @Test
    void longText_keepsItsBeginningAndItsEnd() {
        String body = "Expecting actual: \"" + "x".repeat(5_000_000) + "\" to contain: \"product\"";

        assertThat(OneLine.of(body, 100))
                .hasSize(100)
                .startsWith("Expecting actual: \"xxx")
                .contains("x … x")
                .endsWith("x\" to contain: \"product\"");
    }

    @Test
    void cut_splitsNoCharacter() {
        for (int longest = 20; longest < 24; longest++) {
            String cut = OneLine.of("😀".repeat(100), longest);

            assertThat(cut.length()).isLessThanOrEqualTo(longest);
            assertThat(cut.replace("😀", "")).isEqualTo(" … ");
        }
    }
}
