package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ConfigException;
import dev.stampede.Exemplar;
import dev.stampede.Http;
import dev.stampede.RunResult;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import dev.stampede.junit.Tracing;
import dev.stampede.traces.Propagator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code @Tracing}, with the real engine of JUnit. */
class TracingTest {
    private static final Dispatcher ANSWERS = new Dispatcher() {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            boolean sick = "/sick".equals(request.getUrl().encodedPath());
            return new MockResponse.Builder().code(sick ? 503 : 200).build();
        }
    };

    private static MockWebServer shop = new MockWebServer();

    @BeforeEach
    void open() throws IOException {
        shop = new MockWebServer();
        shop.setDispatcher(ANSWERS);
        shop.start();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static String url(String path) {
        return shop.url(path).toString();
    }

    @Test
    void annotationOnTheMethod_isOverThatOfTheClass() throws Exception {
        Jupiter.passes(OnBoth.class, 1);

        Headers headers = shop.takeRequest().getHeaders();
        assertThat(headers.get("uber-trace-id")).startsWith("dc0742");
        assertThat(headers.get("traceparent")).isNull();
    }

    @Tracing
    static class OnBoth {
        @LoadTest
        @Tracing(propagator = Propagator.JAEGER)
        void load(Http http) {
            http.get(url("/"));
        }
    }

    @Test
    void annotationOnAnEnclosingClass_counts() throws Exception {
        Jupiter.passes(Outer.class, 1);

        assertThat(shop.takeRequest().getHeaders().get("traceparent")).endsWith("-00");
    }

    @Tracing(sampling = 0)
    static class Outer {
        @Nested
        class Inner {
            @LoadTest
            void load(Http http) {
                http.get(url("/"));
            }
        }
    }

    @Test
    void configurationParameter_isOverTheAnnotation() throws Exception {
        assertThat(Jupiter.failures(Jupiter.run(OnBoth.class, Map.of("stampede.tracePropagation", "none"))))
                .isEmpty();

        assertThat(shop.takeRequest().getHeaders().get("uber-trace-id")).isNull();
    }

    @Test
    void wrongValues_failTheTestBeforeAnyLoad() {
        Throwable failure = Jupiter.failureOf(Wrong.class);

        assertThat(failure)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong -> assertThat(wrong.problems())
                                .containsExactly(
                                        "@LoadTest on Wrong.load(): traceSampling must be between 0 and 1, given as traceSampling = 2.0"
                                                + " (from @Tracing on Wrong.load()). Use a share such as 0.1 for every tenth request, or"
                                                + " leave it out for all.",
                                        "@LoadTest on Wrong.load(): traceLink does not say where the trace's id goes, given as traceLink"
                                                + " = \"http://tempo/\" (from @Tracing on Wrong.load()). Put {traceId} in its place, such as"
                                                + " \"https://tempo.example.com/trace/{traceId}\"."));
        assertThat(shop.getRequestCount()).isZero();
    }

    static class Wrong {
        @LoadTest
        @Tracing(sampling = 2, link = "http://tempo/")
        void load(Http http) {
            http.get(url("/"));
        }
    }

    @Test
    void failedRequests_areNamedWithTheirTraces() {
        Throwable failure = Jupiter.failureOf(Sick.class);

        assertThat(failure.getMessage())
                .containsPattern("\nTraces:\n  GET sick -> 503 in [0-9.]+ ms: http://tempo/dc0742[0-9a-f]{26}$");
        assertThat(Sick.exemplars).extracting(Exemplar::status).containsExactly(503, 200);
    }

    static class Sick {
        static List<Exemplar> exemplars = List.of();

        @LoadTest
        @Tracing(link = "http://tempo/{traceId}")
        @Threshold(metric = "http_req_failed", value = "rate==0")
        void load(Http http) {
            http.request("GET", url("/sick")).name("sick").send();
            http.request("GET", url("/")).name("sound").send();
        }

        @AfterRun
        void keep(RunResult result) {
            exemplars = result.exemplars();
        }
    }

    @Test
    void withoutTracing_failuresHaveNoTraces() {
        assertThat(Jupiter.failureOf(Untraced.class).getMessage()).doesNotContain("Traces");
    }

    static class Untraced {
        @LoadTest
        @Threshold(metric = "http_req_failed", value = "rate==0")
        void load(Http http) {
            http.get(url("/sick"));
        }
    }
}
