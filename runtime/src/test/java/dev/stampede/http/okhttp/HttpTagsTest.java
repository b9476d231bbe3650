package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.SystemTag;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The label sets are those of a recorded k6 run. */
class HttpTagsTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort();
        vu.samples.tags(vu.registry.rootTags().with(Map.of("group", "::front", "scenario", "browse", "team", "web")));
    }

    @AfterEach
    void end() {
        vu.close();
    }

    @Test
    void getWithNameAndTag_carriesTheNameAsUrl() {
        server.enqueue(new MockResponse.Builder().body("ok").build());
        vu.http().request("GET", base + "/a").name("home").tag("color", "red").send();
        assertThat(vu.recorded().request())
                .isEqualTo(Map.of(
                        "color", "red",
                        "expected_response", "true",
                        "group", "::front",
                        "method", "GET",
                        "name", "home",
                        "proto", "HTTP/1.1",
                        "scenario", "browse",
                        "status", "200",
                        "team", "web",
                        "url", "home"));
    }

    @Test
    void urlTemplate_isTheNameUnlessThereIsOne() {
        for (int i = 0; i < 3; i++) {
            server.enqueue(new MockResponse.Builder().build());
        }
        vu.http().get(vu.http().url(base + "/items/%d", 7));
        vu.http().post(vu.http().url(base + "/items/%d", 8), "x");
        vu.http()
                .request("GET", vu.http().url(base + "/items/%s", "9"))
                .name("item")
                .send();
        assertThat(vu.recorded().requests())
                .extracting(tags -> tags.get("name") + " " + tags.get("url"))
                .containsExactlyInAnyOrder(
                        base + "/items/${} " + base + "/items/${}",
                        base + "/items/${} " + base + "/items/${}",
                        "item item");
        server.enqueue(new MockResponse.Builder().build());
        vu.samples.tags(vu.registry.rootTags().with("name", "all"));
        vu.http().get(vu.http().url(base + "/items/%d", 7));
        assertThat(vu.recorded().request()).containsEntry("name", "all").containsEntry("url", "all");
    }

    @Test
    void urlTemplate_isNoNameWhenThatTagIsOff() {
        server.enqueue(new MockResponse.Builder().build());
        try (VirtualUser nameless = new VirtualUser(HttpOptions.DEFAULTS, EnumSet.of(SystemTag.URL))) {
            nameless.http().get(nameless.http().url(base + "/items/%d", 7));
            assertThat(nameless.recorded().request()).isEqualTo(Map.of("url", base + "/items/7"));
        }
    }

    @Test
    void postAnsweredBy404_carriesErrorCodeWithoutError() {
        server.enqueue(new MockResponse.Builder().code(404).build());
        HttpResponse response = vu.http().post(base + "/missing", "{}");
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request())
                .isEqualTo(Map.of(
                        "error_code", "1404",
                        "expected_response", "false",
                        "group", "::front",
                        "method", "POST",
                        "name", base + "/missing",
                        "proto", "HTTP/1.1",
                        "scenario", "browse",
                        "status", "404",
                        "team", "web",
                        "url", base + "/missing"));
        assertThat(recorded.sum("http_req_failed")).isEqualTo(1);
        assertThat(response.errorCode()).isEqualTo(1404);
        assertThat(response.error()).isEmpty();
    }

    @Test
    void refusedPort_carriesErrorAndStatusZeroAndNoTime() throws Exception {
        String refused = "http://127.0.0.1:" + closedPort() + "/refused";
        HttpResponse response = vu.http().get(refused);
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request())
                .isEqualTo(Map.of(
                        "error", "dial: connection refused",
                        "error_code", "1212",
                        "expected_response", "false",
                        "group", "::front",
                        "method", "GET",
                        "name", refused,
                        "scenario", "browse",
                        "status", "0",
                        "team", "web",
                        "url", refused));
        assertThat(recorded.series())
                .filteredOn(one ->
                        one.metric().startsWith("http_req_") && !one.metric().equals("http_req_failed"))
                .hasSize(7)
                .allSatisfy(one -> assertThat(one.sum()).as(one.metric()).isZero());
        assertThat(response.status()).isZero();
        assertThat(response.error()).isEqualTo("dial: connection refused");
        assertThat(response.errorCode()).isEqualTo(1212);
        assertThat(response.body()).isEmpty();
        assertThat(response.proto()).isEmpty();
    }

    @Test
    void nameAmongTheVirtualUsersTags_groupsToo() {
        vu.samples.tags(vu.samples.tags().with("name", "everything"));
        server.enqueue(new MockResponse.Builder().build());
        vu.http().get(base + "/products/7");
        assertThat(vu.recorded().request()).containsEntry("name", "everything").containsEntry("url", "everything");
    }

    @Test
    void urlIsTaggedAsItWasWritten() {
        server.enqueue(new MockResponse.Builder().build());
        vu.http().get(base);
        assertThat(vu.recorded().request()).containsEntry("name", base).containsEntry("url", base);
    }

    @Test
    void userInformation_isMaskedInTagsAndSentAsBasicAuthorization() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        server.enqueue(new MockResponse.Builder().build());
        String host = "127.0.0.1:" + server.getPort();
        vu.http().get("http://ann:secret@" + host + "/x@y");
        assertThat(vu.recorded().request())
                .containsEntry("name", "http://****:****@" + host + "/x@y")
                .containsEntry("url", "http://****:****@" + host + "/x@y");
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Basic YW5uOnNlY3JldA==");

        HttpResponse response = vu.http().get("http://ann@" + host + "/");
        assertThat(vu.recorded().request()).containsEntry("url", "http://****@" + host + "/");
        assertThat(response.url()).isEqualTo("http://ann@" + host + "/");
    }

    @Test
    void systemTagsSwitchedOff_areAbsent_andIpIsThereWhenAskedFor() {
        Set<SystemTag> some = EnumSet.of(SystemTag.STATUS, SystemTag.METHOD, SystemTag.IP);
        try (VirtualUser sparse = new VirtualUser(HttpOptions.DEFAULTS, some)) {
            server.enqueue(new MockResponse.Builder().build());
            sparse.http().request("GET", base).tag("color", "red").send();
            assertThat(sparse.recorded().request())
                    .isEqualTo(Map.of("color", "red", "ip", "127.0.0.1", "method", "GET", "status", "200"));
        }
    }

    @Test
    void expectation_isTheCallsOwn() {
        server.enqueue(new MockResponse.Builder().code(500).build());
        server.enqueue(new MockResponse.Builder().code(200).build());
        vu.http().request("GET", base).expectStatus(status -> status == 500).send();
        VirtualUser.Recorded expected = vu.recorded();
        assertThat(expected.request())
                .containsEntry("expected_response", "true")
                .containsEntry("error_code", "1500");
        assertThat(expected.sum("http_req_failed")).isZero();
        vu.http().request("GET", base).expectStatus(status -> status == 500).send();
        assertThat(vu.recorded().request())
                .containsEntry("expected_response", "false")
                .doesNotContainKey("error_code");
    }

    @Test
    void withoutExpectation_nothingIsJudged() {
        try (VirtualUser unjudged =
                new VirtualUser(HttpOptions.builder().expectStatus(null).build())) {
            server.enqueue(new MockResponse.Builder().build());
            unjudged.http().get(base);
            VirtualUser.Recorded recorded = unjudged.recorded();
            assertThat(recorded.request()).doesNotContainKey("expected_response");
            assertThat(recorded.count("http_req_failed")).isZero();
            assertThat(recorded.count("http_req_duration")).isEqualTo(1);
        }
    }

    @Test
    void cancelledContext_recordsNothing() {
        server.enqueue(new MockResponse.Builder().build());
        vu.samples.cancel();
        assertThat(vu.http().get(base).status()).isEqualTo(200);
        assertThat(vu.recorded().series()).isEmpty();
    }

    static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void oneUrlAskedAgainAndAgain_carriesWhatEachRoundTripWas() {
        int[] statuses = {200, 404, 200, 500, 200};
        for (int status : statuses) {
            server.enqueue(new MockResponse.Builder().code(status).build());
        }
        vu.http().get(base + "/a");
        vu.http().get(base + "/a");
        vu.samples.tags(vu.samples.tags().with("group", "::back"));
        vu.http().get(base + "/a");
        vu.http().post(base + "/a");
        vu.http().request("GET", base + "/a").expectStatus(code -> code == 418).send();

        assertThat(vu.recorded().series())
                .filteredOn(one -> one.metric().equals("http_reqs"))
                .extracting(one -> one.tags().get("group") + " " + one.tags().get("method") + " "
                        + one.tags().get("status") + " " + one.tags().get("expected_response"))
                .containsExactlyInAnyOrder(
                        "::front GET 200 true",
                        "::front GET 404 false",
                        "::back GET 200 true",
                        "::back POST 500 false",
                        "::back GET 200 false");
    }
}
