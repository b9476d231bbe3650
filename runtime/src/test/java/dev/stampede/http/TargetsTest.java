package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetsTest {
    private final Targets targets = new Targets();

    @Test
    void sameText_isParsedOnce() {
        Target first = targets.of("http://shop/cart?id=1");

        assertThat(targets.of("http://shop/cart?id=" + 1)).isSameAs(first);
        assertThat(first.url().queryParameter("id")).isEqualTo("1");
        assertThat(targets.of("http://shop/cart?id=2")).isNotSameAs(first);
    }

    /** A run whose URLs are all different may be long. */
    @Test
    void manyTexts_areForgotten() {
        Target first = targets.of("http://shop/0");
        for (int i = 1; i <= 5000; i++) {
            assertThat(targets.of("http://shop/" + i).text()).isEqualTo("http://shop/" + i);
        }

        assertThat(targets.of("http://shop/0")).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void longText_isNotKept() {
        String url = "http://shop/?q=" + "x".repeat(1024);
        Target first = targets.of(url);

        assertThat(targets.of(url)).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void whatIsNoUrl_isNoneTheNextTimeEither() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> targets.of("shop")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
