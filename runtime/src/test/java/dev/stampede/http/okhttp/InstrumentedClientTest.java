package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstrumentedClientTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort();
    }

    @AfterEach
    void end() {
        vu.close();
    }

    private static Request get(String url) {
        return new Request.Builder().url(url).build();
    }

    private static String body(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }

    @Test
    void call_isSampledAsThoseOfHttpAre() throws Exception {
        vu.samples.tags(vu.registry.rootTags().with("group", "::front"));
        server.enqueue(new MockResponse.Builder().body("ok").build());
        assertThat(body(vu.client(), get(base + "/a"))).isEqualTo("ok");
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request())
                .isEqualTo(Map.of(
                        "expected_response", "true",
                        "group", "::front",
                        "method", "GET",
                        "name", base + "/a",
                        "proto", "HTTP/1.1",
                        "status", "200",
                        "url", base + "/a"));
        assertThat(recorded.sum("http_req_connecting")).isPositive();
        assertThat(recorded.sum("http_req_waiting")).isPositive();
        assertThat(server.takeRequest().getHeaders().get("User-Agent")).isEqualTo("Stampede/0.1.0");
        vu.session.emitData();
        assertThat(vu.recorded().sum("data_received")).isPositive();
    }

    @Test
    void connectionsAndCookies_areSharedWithHttp() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Set-Cookie", "session=1")
                .body("ok")
                .build());
        server.enqueue(new MockResponse.Builder()
                .addHeader("Set-Cookie", "cart=2")
                .body("ok")
                .build());
        server.enqueue(new MockResponse.Builder().body("ok").build());
        OkHttpClient client = vu.client(); // connections are shared from here on
        vu.http().get(base);
        body(client, get(base));
        vu.http().get(base);
        assertThat(server.takeRequest().getConnectionIndex()).isZero();
        RecordedRequest second = server.takeRequest();
        RecordedRequest third = server.takeRequest();
        assertThat(List.of(second.getConnectionIndex(), third.getConnectionIndex()))
                .containsExactly(0, 0);
        assertThat(second.getHeaders().get("Cookie")).isEqualTo("session=1");
        assertThat(third.getHeaders().get("Cookie")).isEqualTo("session=1; cart=2");
        assertThat(vu.recorded().requests()).hasSize(3);
    }

    @Test
    void redirect_hasSamplesForEachHop() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "/b")
                .body("moved")
                .build());
        server.enqueue(new MockResponse.Builder().body("ok").build());
        Request post = new Request.Builder()
                .url(base + "/a")
                .post(RequestBody.create(new byte[1], null))
                .build();
        assertThat(body(vu.client(), post)).isEqualTo("ok");
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.requests())
                .extracting(tags -> tags.get("method") + " " + tags.get("url") + " " + tags.get("status"))
                .containsExactlyInAnyOrder("POST " + base + "/a 302", "GET " + base + "/b 200");
        assertThat(recorded.series())
                .filteredOn(one -> one.metric().equals("http_req_waiting"))
                .allSatisfy(one -> assertThat(one.sum()).isPositive());
        assertThat(recorded.series())
                .filteredOn(one -> one.metric().equals("http_req_connecting") && one.sum() > 0)
                .hasSize(1);
    }

    @Test
    void streamedBody_isSampledOnceItWasRead() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("0123456789")
                .throttleBody(5, 50, TimeUnit.MILLISECONDS)
                .build());
        server.enqueue(new MockResponse.Builder().body("nested").build());
        try (Response response = vu.client().newCall(get(base + "/stream")).execute()) {
            long begun = System.nanoTime();
            BufferedSource source = response.body().source();
            assertThat(source.readUtf8(3)).isEqualTo("012");
            assertThat(vu.recorded().series()).isEmpty();
            assertThat(vu.http().get(base + "/nested").body()).isEqualTo("nested");
            assertThat(vu.recorded().request()).containsEntry("url", base + "/nested");
            double read = (System.nanoTime() - begun) / 1e6;
            assertThat(source.readUtf8()).isEqualTo("3456789");
            VirtualUser.Recorded recorded = vu.recorded();
            assertThat(recorded.request()).containsEntry("url", base + "/stream");
            assertThat(recorded.sum("http_req_receiving")).isGreaterThanOrEqualTo(read);
        }
        assertThat(vu.recorded().series()).isEmpty();
    }

    @Test
    void bodyThatIsOnlyClosed_isSampledThen() throws Exception {
        server.enqueue(new MockResponse.Builder().body("unread").build());
        vu.client().newCall(get(base)).execute().close();
        assertThat(vu.recorded().request()).containsEntry("status", "200");
    }

    @Test
    void failedCalls_areSampledWithTheirError() throws Exception {
        String closed = "http://127.0.0.1:" + HttpTagsTest.closedPort() + "/refused";
        assertThatThrownBy(() -> body(vu.client(), get(closed))).isInstanceOf(IOException.class);
        assertThat(vu.recorded().request())
                .containsEntry("error", "dial: connection refused")
                .containsEntry("error_code", "1212")
                .containsEntry("url", closed)
                .containsEntry("status", "0");

        assertThatThrownBy(() -> body(vu.client(), get("http://nowhere.invalid/")))
                .isInstanceOf(IOException.class);
        assertThat(vu.recorded().request()).containsEntry("error_code", "1101");

        RawServer.Script half = connection -> {
            connection.readRequest(0);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        };
        try (RawServer broken = new RawServer(half)) {
            assertThatThrownBy(() -> body(vu.client(), get(broken.url()))).isInstanceOf(IOException.class);
            assertThat(vu.recorded().request())
                    .containsEntry("error", "unexpected EOF")
                    .containsEntry("status", "0");
        }
    }

    @Test
    void timeoutOfTheCall_isAnErrorOfItsOwn() throws Exception {
        RawServer.Script silentAtLast = connection -> {
            connection.readRequest(0);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            connection.readRequest(0);
            connection.readRequest(0); // until the client goes
        };
        try (RawServer slow = new RawServer(silentAtLast)) {
            body(vu.client(), get(slow.url()));
            assertThat(vu.recorded().requests()).hasSize(1);
            Call call = vu.client().newCall(get(slow.url()));
            call.timeout().timeout(100, TimeUnit.MILLISECONDS);
            assertThatThrownBy(call::execute).isInstanceOf(IOException.class).hasMessage("timeout");
            assertThat(vu.recorded().request()).containsEntry("error", "request timeout");
        }
    }

    @Test
    void requestName_groups() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        Request named = new Request.Builder()
                .url(base + "/products/7")
                .tag(RequestName.class, new RequestName("product"))
                .build();
        body(vu.client(), named);
        assertThat(vu.recorded().request()).containsEntry("name", "product").containsEntry("url", "product");
    }

    @Test
    void derivedClient_withItsOwnListenerAndRetries_isStillMeasured() throws Exception {
        server.enqueue(new MockResponse.Builder().code(503).body("busy").build());
        server.enqueue(new MockResponse.Builder().code(401).build());
        server.enqueue(new MockResponse.Builder().body("ok").build());
        OkHttpClient derived = vu.client()
                .newBuilder()
                .eventListener(new EventListener() {})
                .addInterceptor(chain -> {
                    Response first = chain.proceed(chain.request());
                    if (first.code() != 503) {
                        return first;
                    }
                    first.close();
                    return chain.proceed(chain.request());
                })
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Authorization", "Bearer t")
                        .build())
                .build();
        assertThat(body(derived, get(base))).isEqualTo("ok");
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.requests())
                .extracting(tags -> tags.get("status"))
                .containsExactlyInAnyOrder("503", "401", "200");
        assertThat(recorded.series())
                .filteredOn(one -> one.metric().equals("http_req_waiting"))
                .allSatisfy(one -> assertThat(one.sum()).isPositive());
    }

    @Test
    void answerThatNeverTouchedTheNetwork_isNotSampled() throws Exception {
        OkHttpClient canned = vu.client()
                .newBuilder()
                .addInterceptor(chain -> new Response.Builder()
                        .request(chain.request())
                        .protocol(okhttp3.Protocol.HTTP_1_1)
                        .code(200)
                        .message("OK")
                        .build())
                .build();
        body(canned, get(base));
        assertThat(vu.recorded().series()).isEmpty();
    }

    @Test
    void enqueuedCall_runsOnTheCallersThread() {
        server.enqueue(new MockResponse.Builder().body("ok").build());
        AtomicReference<Thread> thread = new AtomicReference<>();
        vu.client().newCall(get(base)).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {}

            @Override
            public void onResponse(Call call, Response response) {
                response.close();
                thread.set(Thread.currentThread());
            }
        });
        assertThat(thread.get()).isSameAs(Thread.currentThread());
        assertThat(vu.recorded().requests()).hasSize(1);
    }

    @Test
    void callOnAnotherThread_isRefused() throws Exception {
        OkHttpClient client = vu.client();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread.ofVirtual().name("stranger").start(() -> {
            try {
                body(client, get(base));
                thrown.complete(new AssertionError("it was sent"));
            } catch (IOException e) {
                thrown.complete(e);
            }
        });
        assertThat(thrown.get(10, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessage("Vu and the clients of '"
                        + Thread.currentThread().getName() + "' cannot be used on thread 'stranger': what is done there"
                        + " is of no known group or iteration. Start such work with vu.fork(..), or give vu.executor()"
                        + " to the library that does it.");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void webSocket_isRefused() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        vu.client().newWebSocket(get(base), new WebSocketListener() {
            @Override
            public void onFailure(WebSocket webSocket, Throwable thrown, @Nullable Response response) {
                failure.set(thrown);
            }
        });
        assertThat(failure.get())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The virtual user's OkHttpClient opens no WebSockets");
        assertThat(vu.recorded().series()).isEmpty();
    }

    @Test
    void closedSession_closesConnectionsInUse() throws Exception {
        RawServer.Script endless = connection -> {
            connection.readRequest(0);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            connection.readRequest(1); // until the client goes
        };
        try (RawServer slow = new RawServer(endless)) {
            Response response = vu.client().newCall(get(slow.url())).execute();
            vu.close();
            assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);
            assertThat(vu.http().get(slow.url()).error()).isEqualTo("the HTTP session is closed");
        }
    }
}
