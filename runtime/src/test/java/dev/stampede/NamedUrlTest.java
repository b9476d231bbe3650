package dev.stampede;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamedUrlTest {
    @Test
    void name_hasAPlaceholderForEachArgument() {
        NamedUrl url = NamedUrl.of("http://h/%s/items/%d?q=100%%25", "shop", 7L);
        assertThat(url.url()).isEqualTo("http://h/shop/items/7?q=100%25");
        assertThat(url.name()).isEqualTo("http://h/${}/items/${}?q=100%25");
        assertThat(url).hasToString("http://h/shop/items/7?q=100%25");
    }

    @Test
    void argumentsThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> NamedUrl.of("http://h/%d/%d", 1))
                .hasMessage("the URL template 'http://h/%d/%d' has 2 places, but 1 arguments were given");
        assertThatThrownBy(() -> NamedUrl.of("http://h/", 1))
                .hasMessage("the URL template 'http://h/' has 0 places, but 1 arguments were given");
        assertThatThrownBy(() -> NamedUrl.of("http://h/%d", "x"))
                .hasMessage("%d in the URL template 'http://h/%d' wants a whole number, but was given 'x'");
        assertThatThrownBy(() -> NamedUrl.of("http://h/a%20b"))
                .hasMessage("in the URL template 'http://h/a%20b' only %s, %d and %% are known; write %% for a percent"
                        + " sign, such as %%20 for a space");
        assertThatThrownBy(() -> NamedUrl.of("http://h/%")).hasMessageContaining("only %s, %d and %%");
    }
}
