package dev.stampede.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The values are those of the examples in RFC 7616 and RFC 2617. */
class DigestChallengeTest {
    private static @Nullable String answer(String challenge, String url, String cnonce) {
        DigestChallenge read = DigestChallenge.in(List.of(challenge));
        return read == null ? null : read.answer("GET", HttpUrl.get(url), cnonce);
    }

    @Test
    void exampleOfRfc2617_isAnsweredAsThere() {
        assertThat(answer(
                        "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
                                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
                        "http://Mufasa:Circle%20Of%20Life@www.nowhere.org/dir/index.html",
                        "0a4f113b"))
                .isEqualTo("Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                        + " response=\"6629fae49393a05397450978507c4ef1\", qop=auth, nc=00000001, cnonce=\"0a4f113b\","
                        + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
    }

    @Test
    void exampleOfRfc7616_isAnsweredAsThere() {
        String rest = ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        String url = "http://Mufasa:Circle%20of%20Life@www.example.org/dir/index.html";
        String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        assertThat(answer(
                        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256" + rest,
                        url,
                        cnonce))
                .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"")
                .contains("algorithm=SHA-256");
        assertThat(answer(
                        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5" + rest,
                        url,
                        cnonce))
                .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"");
    }

    @Test
    void challengeWithoutQop_isAnsweredAsInRfc2069() {
        assertThat(answer("Digest realm=\"r\", nonce=\"n\"", "http://u:p@h/", "c"))
                .startsWith("Digest username=\"u\"")
                .doesNotContain("qop", "cnonce", "nc=");
    }

    @Test
    void sessionAlgorithm_namesItsNonce() {
        assertThat(answer("Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess, qop=auth", "http://u:p@h/", "c"))
                .contains("algorithm=MD5-sess", "cnonce=\"c\"");
    }

    @Test
    void challengeAmongOthers_isFound_andTheFirstThatCanBeMetCounts() {
        DigestChallenge found = requireNonNull(DigestChallenge.in(List.of(
                "Basic realm=\"b\", Digest realm=\"one\", nonce=\"n\", algorithm=SHA-512-256",
                "Digest realm=\"two\", nonce=\"n\", algorithm=\"SHA-256\", Basic realm=\"b\"")));
        assertThat(found.digest()).isEqualTo("SHA-256");
        assertThat(found.parameters()).containsEntry("realm", "two");
        assertThat(DigestChallenge.in(List.of("Basic realm=\"b\""))).isNull();
        assertThat(DigestChallenge.in(List.of("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"")))
                .isNull();
    }

    @Test
    void quotesInNames_areEscaped() {
        assertThat(answer("Digest realm=\"a \\\"b\\\"\", nonce=\"n\"", "http://u:p@h/", "c"))
                .contains("realm=\"a \\\"b\\\"\"");
    }
}
