package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpOptionsTest {
    @Test
    void defaults_areK6s() {
        HttpOptions options = HttpOptions.DEFAULTS;
        assertThat(options.userAgent()).isEqualTo("Stampede/0.1.0");
        assertThat(options.maxRedirects()).isEqualTo(10);
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.expectStatus()).isNotNull().satisfies(expected -> {
            assertThat(expected.test(199)).isFalse();
            assertThat(expected.test(200)).isTrue();
            assertThat(expected.test(399)).isTrue();
            assertThat(expected.test(400)).isFalse();
        });
        assertThat(options.batch()).isEqualTo(20);
        assertThat(options.batchPerHost()).isEqualTo(6);
        assertThat(options.rps()).isZero();
        assertThat(options.http2()).isTrue();
        assertThat(options.noConnectionReuse()).isFalse();
        assertThat(options.noVuConnectionReuse()).isFalse();
        assertThat(options.throwOnError()).isFalse();
        assertThat(options.discardResponseBodies()).isFalse();
        assertThat(options.noCookiesReset()).isFalse();
        assertThat(options.dns())
                .isEqualTo(
                        new DnsOptions(Duration.ofMinutes(5), DnsOptions.Select.RANDOM, DnsOptions.Policy.PREFER_IPV4));
        assertThat(options.toBuilder().build()).isEqualTo(options);
    }

    @Test
    void negativeValues_areRefused() {
        assertThatThrownBy(() -> HttpOptions.builder().maxRedirects(-1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxRedirects must not be negative but was -1");
        assertThatThrownBy(() ->
                        HttpOptions.builder().timeout(Duration.ofSeconds(-1)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must not be negative but was PT-1S");
    }
}
