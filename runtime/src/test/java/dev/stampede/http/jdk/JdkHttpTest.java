package dev.stampede.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.Http;
import dev.stampede.http.ClientContract;
import dev.stampede.http.RequestNames;
import dev.stampede.http.okhttp.VirtualUser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JdkHttpTest extends ClientContract {

    @Override
    protected Client client(Http http, RequestNames names, @Nullable HandshakeCertificates trusted) {
        HttpClient.Builder builder = JdkHttp.newBuilder(http, names).followRedirects(Redirect.NORMAL);
        if (trusted != null) {
            builder.sslContext(trusted.sslContext());
        }
        HttpClient client = builder.build();
        return (method, url, body) -> {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        };
    }

    @Override
    protected boolean seesSockets() {
        return false;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private void redirect(int status, String location) {
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Location", location)
                .body("moved")
                .build());
    }

    @Test
    void redirectsAreFollowed_asTheJdkDoes() throws Exception {
        HttpClient client =
                JdkHttp.newBuilder(vu.http()).followRedirects(Redirect.ALWAYS).build();
        redirect(302, "/b");
        redirect(308, "/c");
        answer("ok");

        HttpResponse<String> response = client.send(
                request("/a")
                        .header("Authorization", "Bearer t")
                        .POST(BodyPublishers.ofString("order"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(client.followRedirects()).isEqualTo(Redirect.ALWAYS);
        assertThat(response.uri()).isEqualTo(URI.create(base + "/c"));
        assertThat(response.previousResponse())
                .hasValueSatisfying(before -> assertThat(before.statusCode()).isEqualTo(308))
                .flatMap(HttpResponse::previousResponse)
                .hasValueSatisfying(before -> assertThat(before.statusCode()).isEqualTo(302));
        assertThat(server.takeRequest().getMethod()).isEqualTo("POST");
        assertThat(server.takeRequest().getMethod()).isEqualTo("GET");
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer t");
    }

    @Test
    void redirectToAnotherOrigin_hasNoCredentials() throws Exception {
        HttpClient client =
                JdkHttp.newBuilder(vu.http()).followRedirects(Redirect.ALWAYS).build();
        redirect(307, "http://localhost:" + server.getPort() + "/b");
        answer("ok");

        client.send(
                request("/a")
                        .header("Authorization", "Bearer t")
                        .header("X-Shop", "1")
                        .build(),
                BodyHandlers.discarding());

        RecordedRequest unused = server.takeRequest();
        RecordedRequest second = server.takeRequest();
        assertThat(second.getHeaders().get("Authorization")).isNull();
        assertThat(second.getHeaders().get("X-Shop")).isEqualTo("1");
    }

    @Test
    void redirects_areNotFollowedUnlessAsked() throws Exception {
        redirect(302, "/b");
        HttpResponse<String> response =
                JdkHttp.newBuilder(vu.http()).build().send(request("/a").build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.body()).isEqualTo("moved");
        assertThat(vu.recorded().request()).containsEntry("status", "302");
    }

    @Test
    void endlessRedirects_endAfterFive() throws Exception {
        for (int i = 0; i < 6; i++) {
            redirect(302, "/again");
        }
        assertThat(client().call("GET", base + "/again", null).status()).isEqualTo(302);
        assertThat(vu.recorded().requests()).hasSize(6);
    }

    @Test
    void streamedBody_isSampledOnceItWasRead() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("0123456789")
                .throttleBody(5, 200, TimeUnit.MILLISECONDS)
                .build());
        HttpResponse<InputStream> response =
                JdkHttp.newBuilder(vu.http()).build().send(request("/").build(), BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            assertThat(vu.recorded().series()).isEmpty();
            assertThat(vu.samples.lastCall().describe()).endsWith("-> 200");
            assertThat(in.readAllBytes()).hasSize(10);
        }
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.requests()).hasSize(1);
        assertThat(recorded.sum("http_req_receiving")).isGreaterThanOrEqualTo(100);
    }

    @Test
    void sendAsync_sendsAtOnceOnTheCallingThread() {
        answer("ok");
        assertThat(JdkHttp.newBuilder(vu.http())
                        .build()
                        .sendAsync(request("/").build(), BodyHandlers.ofString())
                        .getNow(null)
                        .body())
                .isEqualTo("ok");
        assertThat(vu.recorded().requests()).hasSize(1);
    }

    @Test
    void ownTimeout_isAnError() {
        server.enqueue(
                new MockResponse.Builder().headersDelay(2, TimeUnit.SECONDS).build());
        HttpClient client = JdkHttp.newBuilder(vu.http()).build();
        HttpRequest request = request("/").timeout(Duration.ofMillis(100)).build();
        assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                .hasMessage("request timed out");
        assertThat(vu.recorded().request()).containsEntry("error_code", "1050");
    }

    @Test
    void connectTimeout_isAnErrorOfItsOwn() {
        HttpClient client = JdkHttp.newBuilder(vu.http())
                .connectTimeout(Duration.ofNanos(1))
                .build();
        assertThatThrownBy(() -> client.send(request("/").build(), BodyHandlers.discarding()))
                .isInstanceOf(HttpConnectTimeoutException.class);
        assertThat(vu.recorded().request())
                .containsEntry("error_code", "1211")
                .containsEntry("error", "dial: i/o timeout");
    }

    @Test
    void interruptedCall_isNotSampled() {
        HttpClient client = JdkHttp.newBuilder(vu.http()).build();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.send(request("/").build(), BodyHandlers.discarding()))
                .isInstanceOf(InterruptedException.class);
        assertThat(vu.recorded().series()).isEmpty();
    }

    @Test
    void client_endsWithItsVirtualUser() {
        HttpClient client = JdkHttp.newBuilder(vu.http()).build();
        vu.close();
        assertThatThrownBy(() -> client.send(request("/").build(), BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void clientThatNobodyHolds_endsBeforeItsVirtualUser() throws Exception {
        Thread selector = selectorOfADroppedClient();
        while (selector.isAlive()) {
            System.gc();
            selector.join(100);
        }
        assertThat(client()).isNotNull(); // the virtual user goes on
    }

    private Thread selectorOfADroppedClient() {
        Set<Thread> before = selectors();
        assertThat(JdkHttp.newBuilder(vu.http()).build()).isNotNull();
        Set<Thread> after = selectors();
        after.removeAll(before);
        assertThat(after).hasSize(1);
        return after.iterator().next();
    }

    private static Set<Thread> selectors() {
        Set<Thread> found = new HashSet<>(Thread.getAllStackTraces().keySet());
        found.removeIf(thread -> !thread.getName().endsWith("SelectorManager"));
        return found;
    }

    @Test
    void streamOnAnotherThread_isRefused() throws Exception {
        answer("unread");
        HttpResponse<InputStream> response =
                JdkHttp.newBuilder(vu.http()).build().send(request("/").build(), BodyHandlers.ofInputStream());
        InputStream in = response.body();

        assertRefusedToStrangers(in::readAllBytes);
        assertThat(thrownInAFork(in::read))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The response that '")
                .hasMessageEndingWith("Read and close it there.");
        assertThat(vu.recorded().series()).isEmpty();
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("unread");
        assertThat(vu.recorded().requests()).hasSize(1);
    }

    @Test
    void webSocket_isRefused() {
        assertThatThrownBy(() -> JdkHttp.newBuilder(vu.http()).build().newWebSocketBuilder())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "The virtual user's java.net.http.HttpClient opens no WebSockets: their listener would run on"
                                + " threads of its own. Take a parameter of type dev.stampede.websocket.WebSockets, and open them"
                                + " with it.");
    }
}
