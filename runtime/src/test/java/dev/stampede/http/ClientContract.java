package dev.stampede.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.Http;
import dev.stampede.clock.Clock;
import dev.stampede.forks.ForkScope;
import dev.stampede.forks.Forked;
import dev.stampede.http.okhttp.VirtualUser;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.traces.Propagator;
import dev.stampede.traces.TraceOptions;
import dev.stampede.traces.TracedCall;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every client that is measured. */
@Timeout(60)
public abstract class ClientContract {
    protected static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

    @StartStop
    protected final MockWebServer server = new MockWebServer();

    protected VirtualUser vu;
    protected String base;

    /** A client as a test would use it. */
    public interface Client {
        Reply call(String method, String url, @Nullable String body) throws Exception;
    }

    /** What came back. */
    public record Reply(int status, String body) {}

    /** A client that follows redirects, and trusts what is given unless it trusts whom the run trusts. */
    protected abstract Client client(Http http, RequestNames names, @Nullable HandshakeCertificates trusted);

    /** Whether it is known when a connection was made, and how many bytes went over it. */
    protected abstract boolean seesSockets();

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort();
    }

    @AfterEach
    void end() {
        vu.close();
    }

    protected final Client client() {
        return client(vu.http(), RequestNames.URLS, null);
    }

    protected final void answer(String body) {
        server.enqueue(new MockResponse.Builder().body(body).build());
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void call_isSampledAsThoseOfHttpAre() throws Exception {
        vu.samples.tags(vu.registry.rootTags().with("group", "::front"));
        answer("ok");

        assertThat(client().call("GET", base + "/a?b=c", null)).isEqualTo(new Reply(200, "ok"));

        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request())
                .isEqualTo(Map.of(
                        "expected_response", "true",
                        "group", "::front",
                        "method", "GET",
                        "name", base + "/a?b=c",
                        "proto", "HTTP/1.1",
                        "status", "200",
                        "url", base + "/a?b=c"));
        assertThat(recorded.count("http_req_duration")).isEqualTo(1);
        assertThat(recorded.sum("http_req_waiting")).isPositive();
        assertThat(recorded.sum("http_req_failed")).isZero();
        assertThat(vu.samples.lastCall().describe()).isEqualTo("GET " + base + "/a?b=c -> 200");
    }

    @Test
    void timings_areThoseThatCanBeKnown() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .headersDelay(300, TimeUnit.MILLISECONDS)
                .bodyDelay(200, TimeUnit.MILLISECONDS)
                .body("ok")
                .build());
        answer("again");
        Client client = client();

        client.call("GET", base, null);

        VirtualUser.Recorded first = vu.recorded();
        assertThat(first.sum("http_req_waiting"))
                .isGreaterThanOrEqualTo(150); // the server may see the request's end first
        assertThat(first.sum("http_req_receiving")).isGreaterThanOrEqualTo(100);
        assertThat(first.sum("http_req_duration")).isGreaterThanOrEqualTo(400);
        assertThat(first.sum("http_req_connecting") > 0).isEqualTo(seesSockets());
        assertThat(first.sum("http_req_blocked") > 0).isEqualTo(seesSockets());
        assertThat(first.sum("http_req_sending") > 0).isEqualTo(seesSockets());
        assertThat(first.sum("http_req_tls_handshaking")).isZero();

        client.call("POST", base, "order");

        VirtualUser.Recorded second = vu.recorded();
        assertThat(second.sum("http_req_connecting")).isZero();
        assertThat(second.sum("http_req_waiting")).isPositive();
        assertThat(server.takeRequest().getConnectionIndex()).isZero();
        RecordedRequest posted = server.takeRequest();
        assertThat(posted.getConnectionIndex()).isZero();
        assertThat(requireNonNull(posted.getBody()).utf8()).isEqualTo("order");
        vu.session.emitData();
        VirtualUser.Recorded data = vu.recorded();
        assertThat(data.sum("data_sent") > 0).isEqualTo(seesSockets());
        assertThat(data.sum("data_received") > 0).isEqualTo(seesSockets());
    }

    @Test
    void tls_isKnown() throws Exception {
        server.close();
        try (MockWebServer secure = new MockWebServer()) {
            secure.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(CERTIFICATE)
                    .build()
                    .sslSocketFactory());
            secure.setProtocols(List.of(okhttp3.Protocol.HTTP_1_1));
            secure.start();
            secure.enqueue(new MockResponse.Builder().body("ok").build());
            String url = "https://127.0.0.1:" + secure.getPort() + "/";
            assertThatThrownBy(() -> client().call("GET", url, null)).isNotNull();
            assertThat(vu.recorded().requests())
                    .isNotEmpty()
                    .allSatisfy(tags -> assertThat(tags)
                            .containsEntry("error_code", "1310")
                            .containsEntry("error", "x509: unknown authority"));

            HandshakeCertificates trusted = new HandshakeCertificates.Builder()
                    .addTrustedCertificate(CERTIFICATE.certificate())
                    .build();
            vu.close();
            vu = new VirtualUser(HttpOptions.builder()
                    .tls(trusted.sslSocketFactory(), trusted.trustManager())
                    .build());
            client(vu.http(), RequestNames.URLS, trusted).call("GET", url, null);

            VirtualUser.Recorded recorded = vu.recorded();
            assertThat(recorded.request())
                    .containsEntry("tls_version", "tls1.3")
                    .containsEntry("status", "200");
            assertThat(recorded.sum("http_req_tls_handshaking") > 0).isEqualTo(seesSockets());
            assertThat(recorded.sum("http_req_waiting")).isPositive();
        }
    }

    @Test
    void redirects_haveSamplesForEachHop() throws Exception {
        for (String location : List.of("/b", "/c")) {
            server.enqueue(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", location)
                    .body("moved")
                    .build());
        }
        answer("ok");

        assertThat(client().call("GET", base + "/a", null)).isEqualTo(new Reply(200, "ok"));

        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.requests())
                .extracting(tags -> tags.get("method") + " " + tags.get("url") + " " + tags.get("status") + " "
                        + tags.get("expected_response"))
                .containsExactlyInAnyOrder(
                        "GET " + base + "/a 302 true", "GET " + base + "/b 302 true", "GET " + base + "/c 200 true");
        assertThat(recorded.series())
                .filteredOn(one -> one.metric().equals("http_req_waiting"))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.sum()).isPositive());
    }

    @Test
    void unexpectedStatus_hasItsErrorCode() throws Exception {
        server.enqueue(new MockResponse.Builder().code(404).body("gone").build());

        assertThat(client().call("GET", base, null).status()).isEqualTo(404);

        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request())
                .containsEntry("status", "404")
                .containsEntry("error_code", "1404")
                .containsEntry("expected_response", "false")
                .doesNotContainKey("error");
        assertThat(recorded.sum("http_req_failed")).isEqualTo(1);
    }

    @Test
    void refusedConnection_isAnError() throws Exception {
        String url = "http://127.0.0.1:" + closedPort() + "/";

        assertThatThrownBy(() -> client().call("GET", url, null)).isNotNull();

        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request())
                .containsEntry("status", "0")
                .containsEntry("error_code", "1212")
                .containsEntry("error", "dial: connection refused")
                .containsEntry("expected_response", "false")
                .containsEntry("url", url);
        assertThat(recorded.sum("http_req_duration")).isZero();
        assertThat(vu.samples.lastCall().describe()).isEqualTo("GET " + url + " -> dial: connection refused");
    }

    @Test
    void unknownHost_isAnError() {
        assertThatThrownBy(() -> client().call("GET", "http://nowhere.invalid/", null))
                .isNotNull();

        assertThat(vu.recorded().request())
                .containsEntry("error_code", "1101")
                .containsEntry("error", "lookup: no such host");
    }

    @Test
    void timeoutOfTheRun_isAnError() {
        vu.close();
        vu = new VirtualUser(
                HttpOptions.builder().timeout(Duration.ofMillis(400)).build());
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());

        assertThatThrownBy(() -> client().call("GET", base, null)).isNotNull();

        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.request())
                .containsEntry("status", "0")
                .containsEntry("error_code", "1050")
                .containsEntry("error", "request timeout");
        assertThat(recorded.sum("http_req_waiting")).isGreaterThanOrEqualTo(100);
    }

    @Test
    void responseThatIsCut_isAnError() {
        server.enqueue(new MockResponse.Builder()
                .body("0123456789".repeat(10_000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        assertThatThrownBy(() -> client().call("POST", base, "order")).isNotNull();

        assertThat(vu.recorded().request())
                .containsEntry("status", "0")
                .containsEntry("error_code", "1000")
                .containsEntry("error", "unexpected EOF");
    }

    @Test
    void names_groupRequestsAndTheirRedirects() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(307)
                .addHeader("Location", "/elsewhere")
                .build());
        answer("ok");
        Client client =
                client(vu.http(), (method, url) -> url.getPath().startsWith("/items/") ? method + " item" : null, null);

        client.call("GET", base + "/items/7", null);

        assertThat(vu.recorded().requests())
                .hasSize(2)
                .allSatisfy(tags ->
                        assertThat(tags).containsEntry("name", "GET item").containsEntry("url", "GET item"));
    }

    @Test
    void traces_areCarriedAndTold() throws Exception {
        List<TracedCall> told = new CopyOnWriteArrayList<>();
        vu.close();
        vu = new VirtualUser(
                HttpOptions.DEFAULTS,
                SystemTag.DEFAULTS,
                new Tracer(TraceOptions.of(Propagator.W3C), Clock.system(), () -> false, told::add));
        server.enqueue(
                new MockResponse.Builder().code(302).addHeader("Location", "/b").build());
        answer("ok");

        client().call("GET", base + "/a", null);

        String first = server.takeRequest().getHeaders().get("traceparent");
        String second = server.takeRequest().getHeaders().get("traceparent");
        assertThat(first).isNotNull().isEqualTo(second);
        assertThat(told)
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.context().header()).isEqualTo(first))
                .extracting(TracedCall::status)
                .containsExactly(302, 200);
    }

    @Test
    void userInformation_doesNotShow() throws Exception {
        answer("ok");
        String url = "http://me:secret@127.0.0.1:" + server.getPort() + "/a";
        try {
            client().call("GET", url, null);
        } catch (Exception e) {
            // some refuse it, and then record nothing
        }
        assertThat(vu.recorded().requests())
                .allSatisfy(tags -> assertThat(tags.get("url")).endsWith("/a").doesNotContain("secret"));
    }

    @Test
    void callOnAnotherThread_isRefused() throws Exception {
        Client client = client();
        assertRefusedToStrangers(() -> client.call("GET", base, null));
        assertThat(server.getRequestCount()).isZero();
        assertThat(vu.recorded().series()).isEmpty();
    }

    /** Something a thread does. */
    protected interface Work {
        void run() throws Exception;
    }

    protected static void assertRefusedToStrangers(Work work) throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread.ofVirtual().name("stranger").start(() -> {
            try {
                work.run();
                thrown.complete(new AssertionError("it was done"));
            } catch (Exception e) {
                thrown.complete(e);
            }
        });
        Throwable refused = thrown.get(10, TimeUnit.SECONDS);
        while (refused.getCause() != null) {
            refused = refused.getCause();
        }
        assertThat(refused)
                .hasMessageContaining(
                        " of '" + Thread.currentThread().getName() + "' cannot be used on thread 'stranger'");
    }

    /** What a fork throws; null for nothing. */
    protected final @Nullable Throwable thrownInAFork(Work work) throws InterruptedException {
        Forked<Boolean> forked = new ForkScope(vu.samples).fork(vu.samples, () -> {
            work.run();
            return true;
        });
        return forked.outcome().thrown();
    }

    @Test
    void callsInForks_areOfTheForks() throws Exception {
        answer("ok");
        answer("ok");
        vu.samples.tags(vu.registry.rootTags().with("group", "::front"));
        Client client = client();
        ForkScope forks = new ForkScope(vu.samples);
        CountDownLatch both = new CountDownLatch(2);
        List<Forked<Reply>> forked = new ArrayList<>();
        for (String part : List.of("/left", "/right")) {
            forked.add(forks.fork(vu.samples, () -> {
                SampleContext here = vu.samples.ofThread();
                here.tags(here.tags().with("part", part));
                both.countDown();
                both.await();
                return client.call("GET", base + part, null);
            }));
        }
        vu.samples.tags(vu.registry.rootTags().with("group", "::back"));

        for (Forked<Reply> one : forked) {
            assertThat(one.outcome()).isEqualTo(new Forked.Outcome<>(new Reply(200, "ok"), null));
        }
        assertThat(vu.recorded().requests())
                .hasSize(2)
                .allSatisfy(tags -> assertThat(tags)
                        .containsEntry("group", "::front")
                        .containsEntry("status", "200")
                        .containsEntry("url", base + tags.get("part")));
    }

    @Test
    void calls_waitForTheirTurn_whichTheirTimeDoesNotInclude() throws Exception {
        answer("warms up");
        client().call("GET", base, null);
        vu.close();
        vu = new VirtualUser(
                HttpOptions.builder().rps(1).timeout(Duration.ofMillis(800)).build());
        Client client = client();
        server.enqueue(
                new MockResponse.Builder().code(302).addHeader("Location", "/b").build());
        answer("first");
        answer("second");
        long start = System.nanoTime();

        client.call("GET", base, null);
        assertThat(client.call("GET", base, null)).isEqualTo(new Reply(200, "second"));

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(990));
        assertThat(vu.recorded().requests()).hasSize(3);
    }

    @Test
    void clientForNobody_isRefused() {
        Http stranger = (Http) Proxy.newProxyInstance(
                Http.class.getClassLoader(), new Class<?>[] {Http.class}, (proxy, method, arguments) -> null);

        assertThatThrownBy(() -> client(stranger, RequestNames.URLS, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A client is measured for a virtual user, but ")
                .hasMessageEndingWith(
                        " is not a virtual user's Http. Pass the one that the load test or @BeforeVu method"
                                + " was given.");
    }
}
