package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.HttpRequest;
import dev.stampede.HttpResponse;
import dev.stampede.RequestFailedException;
import dev.stampede.http.HttpOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpBatchTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    /** How many requests must be under way before one is answered. */
    private volatile CountDownLatch together = new CountDownLatch(0);

    private String base = "";

    @BeforeEach
    void serve() {
        base = "http://127.0.0.1:" + server.getPort();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                together.countDown();
                boolean all = together.await(10, TimeUnit.SECONDS);
                atOnce.decrementAndGet();
                String path = request.getUrl().encodedPath();
                MockResponse.Builder response = new MockResponse.Builder().body(path + " " + all);
                if (path.startsWith("/cookie")) {
                    response.addHeader("Set-Cookie", "c" + path.substring(7) + "=1; Path=/");
                }
                return response.code(path.equals("/missing") ? 404 : 200).build();
            }
        });
    }

    private String[] urls(int count) {
        return IntStream.range(0, count).mapToObj(i -> base + "/" + i).toArray(String[]::new);
    }

    @Test
    void requests_areSentAtTheSameTime_andAnsweredInOrder() {
        together = new CountDownLatch(6);
        try (VirtualUser vu = new VirtualUser()) {
            vu.samples.tags(vu.registry.rootTags().with("group", "::front"));
            List<HttpResponse> responses = vu.http().batch(urls(6));
            assertThat(responses)
                    .extracting(HttpResponse::body)
                    .containsExactly("/0 true", "/1 true", "/2 true", "/3 true", "/4 true", "/5 true");
            List<Map<String, String>> requests = vu.recorded().requests();
            assertThat(requests)
                    .hasSize(6)
                    .allSatisfy(tags ->
                            assertThat(tags).containsEntry("group", "::front").containsEntry("status", "200"));
            assertThat(requests).extracting(tags -> tags.get("url")).containsExactlyInAnyOrder(urls(6));
        }
    }

    @Test
    void namedRequests_haveNamedResponses_inTheirOrder() {
        try (VirtualUser vu = new VirtualUser()) {
            Map<String, HttpRequest> requests = new LinkedHashMap<>();
            requests.put("page", vu.http().request("GET", base + "/page").tag("part", "page"));
            requests.put("image", vu.http().request("POST", base + "/image").body("x"));
            requests.put("gone", vu.http().request("GET", base + "/missing"));
            Map<String, HttpResponse> responses = vu.http().batch(requests);
            assertThat(responses.keySet()).containsExactly("page", "image", "gone");
            assertThat(responses.values()).extracting(HttpResponse::status).containsExactly(200, 200, 404);
            assertThat(vu.recorded().requests())
                    .extracting(tags -> tags.get("method") + " " + tags.get("status") + " " + tags.get("part"))
                    .containsExactlyInAnyOrder("GET 200 page", "POST 200 null", "GET 404 null");
        }
    }

    @Test
    void limits_areHeld() {
        try (VirtualUser vu = new VirtualUser()) {
            vu.http().batch(urls(30));
            assertThat(most.get()).isLessThanOrEqualTo(6);
            vu.session.emitData();
        }
        most.set(0);
        HttpOptions two = HttpOptions.builder().batch(2).batchPerHost(0).build();
        together = new CountDownLatch(2);
        try (VirtualUser vu = new VirtualUser(two)) {
            vu.http().batch(urls(10));
            assertThat(most.get()).isEqualTo(2);
        }
        most.set(0);
        HttpOptions many = HttpOptions.builder().batchPerHost(0).build();
        together = new CountDownLatch(20);
        try (VirtualUser vu = new VirtualUser(many)) {
            vu.http().batch(urls(40));
            assertThat(most.get()).isEqualTo(20);
        }
        assertThatThrownBy(() -> HttpOptions.builder().batch(0).build())
                .hasMessage("batch must be at least 1 but was 0");
        assertThatThrownBy(() -> HttpOptions.builder().batchPerHost(-1).build())
                .hasMessage("batchPerHost must not be negative but was -1");
    }

    @Test
    void limitOfOneHost_isNotThatOfAnother() throws Exception {
        try (MockWebServer other = new MockWebServer()) {
            other.setDispatcher(server.getDispatcher());
            other.start();
            together = new CountDownLatch(2); // one of each: neither is answered without the other
            HttpOptions one = HttpOptions.builder().batchPerHost(1).build();
            try (VirtualUser vu = new VirtualUser(one)) {
                List<HttpResponse> responses =
                        vu.http().batch(base + "/a", "http://127.0.0.1:" + other.getPort() + "/b");
                assertThat(responses).extracting(HttpResponse::body).containsExactly("/a true", "/b true");
            }
        }
    }

    @Test
    void cookies_areSharedAndNoneIsLost() {
        try (VirtualUser vu = new VirtualUser()) {
            List<String> setters = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                setters.add(base + "/cookie" + i);
            }
            vu.http().batch(setters.toArray(String[]::new));
            vu.http().get(base + "/last");
            String sent = "";
            for (int i = 0; i < 41; i++) {
                RecordedRequest request = server.takeRequest();
                sent = request.getUrl().encodedPath().equals("/last")
                        ? String.valueOf(request.getHeaders().get("Cookie"))
                        : sent;
            }
            assertThat(sent.split("; ")).hasSize(40).contains("c0=1", "c39=1");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void timings_areOfEachRequest() {
        together = new CountDownLatch(6);
        try (VirtualUser vu = new VirtualUser()) {
            List<HttpResponse> responses = vu.http().batch(urls(6));
            assertThat(responses)
                    .allSatisfy(response ->
                            assertThat(response.timings().connecting()).isPositive());
            assertThat(vu.recorded().sum("http_req_connecting")).isPositive();
            vu.session.emitData();
            assertThat(vu.recorded().sum("data_received")).isPositive();
        }
    }

    @Test
    void invalidUrl_keepsAllFromBeingSent() {
        try (VirtualUser vu = new VirtualUser()) {
            List<HttpResponse> responses = vu.http().batch(base + "/a", "http://a b/", base + "/c");
            assertThat(responses).extracting(HttpResponse::errorCode).containsExactly(1000, 1020, 1000);
            assertThat(responses.get(1).error()).startsWith("invalid URL: ");
            assertThat(responses.get(0).error())
                    .isEqualTo("not sent: batch request 1: " + responses.get(1).error());
            assertThat(server.getRequestCount()).isZero();
            assertThat(vu.recorded().series()).isEmpty();
        }
    }

    @Test
    void invalidUrl_isToldByTheNameOfItsRequest() {
        try (VirtualUser vu = new VirtualUser()) {
            Map<String, HttpRequest> requests = new LinkedHashMap<>();
            requests.put("front", vu.http().request("GET", base + "/a"));
            requests.put("news", vu.http().request("GET", "http://a b/"));
            Map<String, HttpResponse> responses = vu.http().batch(requests);
            assertThat(responses).containsOnlyKeys("front", "news");
            assertThat(Objects.requireNonNull(responses.get("front")).error())
                    .startsWith("not sent: batch request \"news\": invalid URL: ");
        }
    }

    @Test
    void errorsOfRequests_areTheirResponses() throws Exception {
        try (VirtualUser vu = new VirtualUser()) {
            List<HttpResponse> responses =
                    vu.http().batch("http://127.0.0.1:" + HttpTagsTest.closedPort() + "/", base + "/b");
            assertThat(responses).extracting(HttpResponse::errorCode).containsExactly(1212, 0);
        }
    }

    @Test
    void whatARequestThrows_isRaisedAfterAllHaveFinished() {
        try (VirtualUser vu = new VirtualUser()) {
            List<HttpRequest> requests = new ArrayList<>();
            requests.add(vu.http().request("GET", base + "/bad").expectStatus(status -> {
                throw new IllegalStateException("first");
            }));
            for (int i = 0; i < 20; i++) {
                requests.add(vu.http().request("GET", base + "/" + i));
            }
            assertThatThrownBy(() -> vu.http().batch(requests))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("first");
            assertThat(vu.recorded().requests()).hasSize(20);
        }
    }

    @Test
    void requestThatThrowsOnError_throwsAfterAllHaveFinished() throws Exception {
        try (VirtualUser vu = new VirtualUser()) {
            String refused = "http://127.0.0.1:" + HttpTagsTest.closedPort() + "/";
            HttpRequest throwing = vu.http().request("GET", refused).throwOnError(true);
            HttpRequest other = vu.http().request("GET", base + "/b");
            assertThatThrownBy(() -> vu.http().batch(throwing, other))
                    .isInstanceOf(RequestFailedException.class)
                    .hasMessage("dial: connection refused (GET " + refused + ")");
            assertThat(vu.recorded().requests()).hasSize(2);
        }
    }

    @Test
    void invalidUrlOfARequestThatThrowsOnError_throwsAndNothingIsSent() {
        try (VirtualUser vu = new VirtualUser()) {
            HttpRequest throwing = vu.http().request("GET", "http://a b/").throwOnError(true);
            HttpRequest other = vu.http().request("GET", base + "/b");
            assertThatThrownBy(() -> vu.http().batch(other, throwing))
                    .isInstanceOf(RequestFailedException.class)
                    .hasMessageStartingWith("invalid URL: ");
            assertThat(server.getRequestCount()).isZero();
        }
    }

    @Test
    void emptyAndSingleBatches_work() {
        try (VirtualUser vu = new VirtualUser()) {
            assertThat(vu.http().batch(List.of())).isEmpty();
            assertThat(vu.http().batch(Map.of())).isEmpty();
            assertThat(vu.http().batch(base + "/a"))
                    .extracting(HttpResponse::body)
                    .containsExactly("/a true");
        }
    }

    @Test
    void interrupt_endsAllRequests_andLeavesNothingRunning() throws Exception {
        CountDownLatch requested = new CountDownLatch(4);
        RawServer.Script silent = connection -> {
            connection.readRequest(0);
            requested.countDown();
            connection.readRequest(0); // until the client goes
        };
        CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
        try (RawServer raw = new RawServer(silent)) {
            Thread thread = Thread.ofVirtual().name("vu").start(() -> {
                try (VirtualUser vu = new VirtualUser()) {
                    Throwable thrown = new AssertionError("it came back");
                    try {
                        vu.http().batch(raw.url(), raw.url(), raw.url(), raw.url());
                    } catch (Throwable e) {
                        thrown = e;
                    }
                    boolean interrupted = Thread.interrupted();
                    ended.complete(interrupted && vu.recorded().series().isEmpty() ? thrown : null);
                }
            });
            assertThat(requested.await(10, TimeUnit.SECONDS)).isTrue();
            thread.interrupt();
            assertThat(ended.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted");
        }
    }

    @Test
    void foreignThread_isRefused() throws Exception {
        try (VirtualUser vu = new VirtualUser()) {
            CompletableFuture<List<HttpResponse>> batch =
                    CompletableFuture.supplyAsync(() -> vu.http().batch(urls(3)));
            assertThatThrownBy(batch::get).hasRootCauseInstanceOf(IllegalStateException.class);
            CompletableFuture<HttpResponse> single =
                    CompletableFuture.supplyAsync(() -> vu.http().get(base));
            assertThatThrownBy(single::get)
                    .rootCause()
                    .hasMessageMatching("Vu and the clients of '.+' cannot be used on thread 'ForkJoinPool.+':"
                            + " what is done there is of no known group or iteration\\. Start such work with"
                            + " vu\\.fork\\(\\.\\.\\), or give vu\\.executor\\(\\) to the library that does it\\.");
            assertThat(server.getRequestCount()).isZero();
            assertThat(vu.recorded().series()).isEmpty();
        }
    }
}
