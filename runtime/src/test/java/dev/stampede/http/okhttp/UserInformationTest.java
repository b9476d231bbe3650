package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.RequestFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** User and password in a URL: nothing that people read shows them. */
class UserInformationTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private final VirtualUser vu = new VirtualUser();

    @AfterEach
    void end() {
        vu.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http://ann:se-cret@h:x/, http://****@h:x/, invalid URL: Invalid URL port",
        "http://ann:se/cret@h/, http://****@h/, invalid URL: Invalid URL port",
        "http://ann:se#cret@h/, http://****@h/, invalid URL: Invalid URL port",
        "ftp://ann:se-cret@h/, ftp://****@h/, invalid URL: Expected URL scheme 'http' or 'https' but was 'ftp'",
        ":se-cret@h, ****@h, invalid URL: Expected URL scheme 'http' or 'https' but no scheme was found",
        "nobody//here, nobody//here, invalid URL: Expected URL scheme 'http' or 'https' but no scheme was found for nobody..."
    })
    void malformedUrl_isShownWithoutPassword(String url, String shown, String error) {
        List<String> told = new ArrayList<>();
        List<String> logged = Logged.by("dev.stampede.http.HttpLog", () -> {
            HttpResponse response = vu.http().get(url);
            told.add(response.error());
            assertThat(response).hasToString(error + " from " + shown);
            assertThat(vu.samples.lastCall().describe()).contains(shown);
            told.add(vu.samples.lastCall().describe());
            RequestFailedException thrown = Assertions.catchThrowableOfType(
                    RequestFailedException.class,
                    () -> vu.http().request("GET", url).throwOnError(true).send());
            told.add(String.valueOf(thrown));
        });
        List<String> batchLogged = Logged.by("dev.stampede.http.HttpLog", () -> {
            HttpResponse response = vu.http().batch(url).getFirst();
            told.add(response.error());
            told.add(response.toString());
            told.add(vu.samples.lastCall().describe());
            RequestFailedException thrown = Assertions.catchThrowableOfType(
                    RequestFailedException.class,
                    () -> vu.http().batch(List.of(vu.http().request("GET", url).throwOnError(true))));
            told.add(String.valueOf(thrown));
        });
        told.addAll(logged);
        told.addAll(batchLogged);
        assertThat(told.getFirst()).isEqualTo(error);
        assertThat(told)
                .hasSizeGreaterThanOrEqualTo(8)
                .noneSatisfy(text -> assertThat(text).contains("\"se"))
                .noneSatisfy(text -> assertThat(text).contains("cret"))
                .noneSatisfy(text -> assertThat(text).contains("ann"));
    }

    @Test
    void requestThatWasNotSentBecauseOfAnother_isShownWithItsUrl() {
        assertThat(vu.http()
                        .batch("nonsense", "http://ann:secret@h/x@y")
                        .getLast()
                        .toString())
                .endsWith(" from http://****:****@h/x@y");
    }

    @Test
    void wellFormedUrl_isShownWithoutPassword() {
        HttpUrl url =
                server.url("/").newBuilder().username("ann").password("secret").build();
        String shown = "http://****:****@" + url.host() + ":" + url.port() + "/";
        server.enqueue(new MockResponse.Builder().build());
        assertThat(vu.http().get(url.toString())).hasToString("HTTP 200 from " + shown);
        server.enqueue(new MockResponse.Builder().build());
        assertThat(vu.http().batch(url.toString()).getFirst().status()).isEqualTo(200);
        assertThat(vu.samples.lastCall().describe())
                .contains("http://****@" + url.host())
                .doesNotContain("secret");
        assertThat(vu.recorded().requests()).extracting(tags -> tags.get("url")).containsExactly(shown, shown);
    }

    @Test
    void urlWithOneSlash_isShownWithoutPassword() {
        server.enqueue(new MockResponse.Builder().build());
        vu.http().get("http:/ann:secret@127.0.0.1:" + server.getPort() + "/");
        assertThat(vu.recorded().request())
                .containsAllEntriesOf(Map.of("name", "http:/****:****@127.0.0.1:" + server.getPort() + "/"));
    }
}
