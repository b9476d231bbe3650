package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastCallTest {
    private final LastCall call = new LastCall();

    @Test
    void none_isNothing() {
        assertThat(call.describe()).isEmpty();

        call.answered("GET", "http://localhost/", 200);
        call.forget();

        assertThat(call.describe()).isEmpty();
    }

    @Test
    void answer_hasItsStatus_andFailureItsError() {
        call.answered("GET", "http://localhost:8080/products?page=2", 503);
        assertThat(call.describe()).isEqualTo("GET http://localhost:8080/products?page=2 -> 503");

        call.failed("POST", "http://localhost:8080/cart", "dial: connection refused");
        assertThat(call.describe()).isEqualTo("POST http://localhost:8080/cart -> dial: connection refused");

        call.answered("GET", "http://localhost:8080/", 200);
        assertThat(call.describe()).isEqualTo("GET http://localhost:8080/ -> 200");
    }

    @Test
    void secretsOfTheUrl_areMasked() {
        assertThat(shown("http://joe:pa@ss@localhost/a@b")).isEqualTo("http://****@localhost/a@b");
        assertThat(shown("http://localhost/?q=a@b")).isEqualTo("http://localhost/?q=a@b");
        assertThat(shown("http://localhost/?access_token=abc&page=2&X-Api-Key=def#top"))
                .isEqualTo("http://localhost/?access_token=****&page=2&X-Api-Key=****#top");
        assertThat(shown("http://localhost/?sig=a&sv=2&key=b;jwt=c&Authorization=d#access_token=e&state=f"))
                .isEqualTo("http://localhost/?sig=****&sv=2&key=****&Authorization=****#access_token=****&state=f");
        assertThat(shown("http://localhost/?author=joe&design=x&monkey=y"))
                .isEqualTo("http://localhost/?author=joe&design=x&monkey=y");
        assertThat(shown("http://localhost/?keyword=shoes")).isEqualTo("http://localhost/?keyword=shoes");
    }

    @Test
    void longUrl_isCut() {
        assertThat(shown("http://localhost/" + "x".repeat(1000)))
                .hasSize(200)
                .startsWith("http://localhost/xxx")
                .endsWith("x…");
    }

    private String shown(String url) {
        call.answered("GET", url, 200);
        return call.describe().substring("GET ".length(), call.describe().length() - " -> 200".length());
    }
}
