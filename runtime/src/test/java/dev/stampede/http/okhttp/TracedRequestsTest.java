package dev.stampede.http.okhttp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stampede.clock.Clock;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.SystemTag;
import dev.stampede.traces.Propagator;
import dev.stampede.traces.TraceOptions;
import dev.stampede.traces.TracedCall;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Headers that requests carry, and what is told of their round trips. */
class TracedRequestsTest {
    private static final String OWN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final List<TracedCall> told = new CopyOnWriteArrayList<>();
    private final VirtualUser vu = new VirtualUser(
            HttpOptions.DEFAULTS,
            SystemTag.DEFAULTS,
            new Tracer(TraceOptions.of(Propagator.W3C), Clock.system(), () -> false, told::add));

    @AfterEach
    void close() {
        vu.close();
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    private void answer(int code) {
        server.enqueue(new MockResponse.Builder().code(code).body("ok").build());
    }

    private void redirect(String location) {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", location)
                .build());
    }

    private @Nullable String received() throws InterruptedException {
        RecordedRequest request = server.takeRequest();
        return request.getHeaders().get("traceparent");
    }

    private Response call(Request.Builder request) throws IOException {
        try (Response response = vu.client().newCall(request.build()).execute()) {
            String unused = response.body().string();
            return response;
        }
    }

    @Test
    void request_carriesATraceAndIsTold() throws Exception {
        answer(200);
        vu.samples.tags(vu.samples.tags().with("scenario", "browse").with("group", "::front"));
        long before = Clock.system().epochNanos();

        vu.http().request("GET", url("/cart")).name("cart").send();

        String header = requireNonNull(received());
        assertThat(header).matches("00-dc0742[0-9a-f]{26}-[0-9a-f]{16}-01");
        assertThat(told).hasSize(1).first().satisfies(call -> {
            assertThat(call.context().traceId()).isEqualTo(header.substring(3, 35));
            assertThat(call.scenario()).isEqualTo("browse");
            assertThat(call.group()).isEqualTo("::front");
            assertThat(call.name()).isEqualTo("cart");
            assertThat(call.method()).isEqualTo("GET");
            assertThat(call.status()).isEqualTo(200);
            assertThat(call.failed()).isFalse();
            assertThat(call.startNanos()).isBetween(before, call.endNanos());
        });
        assertThat((told.getFirst().endNanos() - told.getFirst().startNanos()) / 1e6)
                .as("http_req_duration")
                .isEqualTo(vu.recorded().sum("http_req_duration"), within(0.001));
    }

    @Test
    void traceId_isNoTag() {
        answer(200);
        vu.http().get(url("/"));

        assertThat(vu.recorded().series())
                .allSatisfy(series -> assertThat(series.tags()).doesNotContainKey("trace_id"));
    }

    @Test
    void redirects_stayInTheTrace() throws Exception {
        redirect("/b");
        answer(200);
        redirect("/d");
        answer(404);

        vu.http().get(url("/a"));
        Response last = call(new Request.Builder().url(url("/c")));

        assertThat(last.code()).isEqualTo(404);
        String first = received();
        assertThat(received()).isNotNull().isEqualTo(first);
        String second = received();
        assertThat(received()).isNotNull().isEqualTo(second).isNotEqualTo(first);
        assertThat(told).extracting(TracedCall::status).containsExactly(302, 200, 302, 404);
        assertThat(told).extracting(TracedCall::failed).containsExactly(false, false, false, true);
        assertThat(told).extracting(TracedCall::name).containsExactly(url("/a"), url("/b"), url("/c"), url("/d"));
        assertThat(told.stream().map(call -> call.context().traceId()).distinct())
                .hasSize(2);
    }

    @Test
    void headerThatTheTestHasSet_stays() throws Exception {
        answer(200);
        answer(200);
        vu.http().request("GET", url("/")).header("traceparent", OWN).send();
        Response unused = call(new Request.Builder().url(url("/")).header("Traceparent", OWN));

        assertThat(received()).isEqualTo(OWN);
        assertThat(server.takeRequest().getHeaders().values("traceparent")).containsExactly(OWN);
        assertThat(told)
                .extracting(call -> call.context().traceId())
                .containsExactly("4bf92f3577b34da6a3ce929d0e0e4736", "4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void headerThatCannotBeRead_staysAndIsNotTold() throws Exception {
        answer(200);
        answer(200);
        vu.http().request("GET", url("/")).header("traceparent", "mine").send();
        Response unused = call(new Request.Builder().url(url("/")).header("traceparent", "mine"));

        assertThat(received()).isEqualTo("mine");
        assertThat(received()).isEqualTo("mine");
        assertThat(told).isEmpty();
    }

    @Test
    void interceptorThatTracesItself_hasTheLastWord() throws Exception {
        answer(200);
        Request request = new Request.Builder().url(url("/")).build();
        var client = vu.client()
                .newBuilder()
                .addNetworkInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("traceparent", OWN).build()))
                .build();

        try (Response response = client.newCall(request).execute()) {
            assertThat(response.body().string()).isEqualTo("ok");
        }

        assertThat(received()).isEqualTo(OWN);
        assertThat(told)
                .extracting(call -> call.context().traceId())
                .containsExactly("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void requestWithoutAnswer_isToldWithStatusZero() throws Exception {
        String nowhere = url("/");
        server.close();

        String error = vu.http().get(nowhere).error();

        assertThat(error).isNotEmpty();
        assertThat(told).hasSize(1).first().satisfies(call -> {
            assertThat(call.status()).isZero();
            assertThat(call.failed()).isTrue();
        });
    }

    @Test
    void cancelledUser_tellsNothing() {
        answer(200);
        vu.samples.cancel();
        vu.http().get(url("/"));

        assertThat(told).isEmpty();
    }

    @Test
    void withoutTracing_nothingIsSent() throws Exception {
        answer(200);
        answer(200);
        try (VirtualUser untraced = new VirtualUser()) {
            untraced.http().get(url("/"));
            try (Response response = untraced.client()
                    .newCall(new Request.Builder().url(url("/")).build())
                    .execute()) {
                assertThat(response.code()).isEqualTo(200);
            }
        }
        assertThat(received()).isNull();
        assertThat(received()).isNull();
    }
}
