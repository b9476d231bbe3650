package dev.stampede.output.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentSecretsTest {
    private static final SentSecrets OF_A_TOKEN =
            sent("https://api.example/v1/tests?name=checkout", "Token a/b-0123456789");

    private static SentSecrets sent(String url, String authorization) {
        Request.Builder request = new Request.Builder().url(url);
        return SentSecrets.of(
                authorization.isEmpty()
                        ? request.build()
                        : request.header("Authorization", authorization).build());
    }

    @ParameterizedTest
    @CsvSource({
        "not for Token a/b-0123456789!, not for Token ****!",
        "a/b-0123456789a/b-0123456789, ********",
        "a\\/b-0123456789, ****",
        "a\\u002fb\\u002D0123456789, ****",
        "/x/a%2Fb-0123456789/y, /x/****/y",
        "nothing of a/b, nothing of a/b",
        "no checkout, no checkout"
    })
    void token_isMaskedHoweverItIsWritten(String text, String shown) {
        assertThat(OF_A_TOKEN.masked(text)).isEqualTo(shown);
        assertThat(OF_A_TOKEN.maskedBody(text)).isEqualTo(shown);
    }

    @Test
    void withoutAuthorization_theQuerySigns() {
        assertThat(sent("https://store.example/archive?sig=s1gn-me&x", "").masked("bad signature s1gn-me"))
                .isEqualTo("bad signature ****");
    }

    @Test
    void nameThatIsLookedUp_isFoundInTheReply() {
        String reply = "{\"value\":[{\"name\":\"Front page\"}]}";

        assertThat(sent("http://127.0.0.1/load_tests?name=Front%20page", "").maskedBody(reply))
                .isEqualTo(reply);
    }

    @Test
    void shortToken_isLeftWhereProgramsRead() {
        SentSecrets shortOne = sent("https://api.example/", "Token test");

        assertThat(shortOne.masked("no test")).isEqualTo("no ****");
        assertThat(shortOne.maskedBody("{\"test_run_id\":1}")).isEqualTo("{\"test_run_id\":1}");
        assertThat(sent("https://api.example/", "Token abc").masked("abc")).isEqualTo("abc");
    }

    @Test
    void failureThatSaysIt_isReplacedWithItsCauses() {
        IOException failure = new IOException("broken", new ProtocolException("not for a/b-0123456789"));
        IOException harmless = new IOException("broken");

        assertThat(OF_A_TOKEN.masked(failure)).hasToString("java.io.IOException: java.io.IOException: broken");
        assertThat(OF_A_TOKEN.masked(failure)).hasNoCause();
        assertThat(OF_A_TOKEN.masked(harmless)).isSameAs(harmless);
    }
}
