package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.HttpResponse;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What lies above the transport, with a transport that is not OkHttp's. */
class VuHttpTest {
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final FakeTransport transport = new FakeTransport();
    private final VuHttp http = new VuHttp(
            new SampleContext(registry, recorder, Clock.system(), SystemTag.DEFAULTS, 0, registry.rootTags()),
            HttpOptions.DEFAULTS,
            transport,
            new CookieStore(),
            new Targets(),
            new HttpLog(),
            null,
            null,
            null);

    /** Answers what it is told, and remembers what it was asked. */
    private static final class FakeTransport implements Transport {
        interface Answer {
            TransportResponse to(TransportRequest request, RoundTripTrace trace) throws IOException;
        }

        final Deque<Answer> answers = new ArrayDeque<>();
        final List<TransportRequest> asked = new ArrayList<>();

        @Override
        public TransportResponse roundTrip(TransportRequest request, RoundTripTrace trace) throws IOException {
            asked.add(request);
            return answers.remove().to(request, trace);
        }

        @Override
        public Transport another() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private void answer(int status, String... headers) {
        transport.answers.add((request, trace) -> {
            trace.answered(status, "HTTP/1.1", "");
            HeaderList list = new HeaderList();
            for (int i = 0; i < headers.length; i += 2) {
                list.add(headers[i], headers[i + 1]);
            }
            return new TransportResponse(status, "", list, new byte[0]);
        });
    }

    private List<Map<String, String>> samples() {
        List<Map<String, String>> all = new ArrayList<>();
        recorder.drain((second, series, sink) -> {
            if (series.metric().name().equals("http_reqs")) {
                Map<String, String> tags = new TreeMap<>();
                series.tags().forEach(tags::put);
                all.add(tags);
            }
        });
        return all;
    }

    @Test
    void deadline_isOneForAllHops() {
        answer(302, "Location", "/b", "Set-Cookie", "a=1");
        answer(200);
        long before = System.nanoTime();
        http.request("GET", "http://h.test/a").timeout("5s").send();
        assertThat(transport.asked).hasSize(2);
        assertThat(transport.asked.getLast().deadlineNanos())
                .isEqualTo(transport.asked.getFirst().deadlineNanos());
        assertThat(transport.asked.getFirst().deadlineNanos() - before).isGreaterThanOrEqualTo(5_000_000_000L);
        assertThat(transport.asked.getLast().headers().get("Cookie")).isEqualTo("a=1");
        assertThat(transport.asked.getLast().url()).hasToString("http://h.test/b");
    }

    @Test
    void timeoutOfZero_isNone() {
        answer(200);
        http.request("GET", "http://h.test/").timeout("0s").send();
        assertThat(transport.asked.getFirst().deadlineNanos()).isEqualTo(TransportRequest.NO_DEADLINE);
    }

    @Test
    void failureOfTheTransport_becomesTheResponse() {
        transport.answers.add((request, trace) -> {
            trace.connecting(System.nanoTime());
            throw new ConnectException("Connection refused");
        });
        HttpResponse response = http.get("http://h.test/");
        assertThat(response.error()).isEqualTo("dial: connection refused");
        assertThat(response.timings().duration()).isZero();
        assertThat(response).hasToString("dial: connection refused from http://h.test/");
        assertThat(samples())
                .containsExactly(Map.of(
                        "error", "dial: connection refused",
                        "error_code", "1212",
                        "expected_response", "false",
                        "method", "GET",
                        "name", "http://h.test/",
                        "status", "0",
                        "url", "http://h.test/"));
    }

    @Test
    void switchingProtocols_isNotSupported() {
        answer(101);
        assertThat(http.get("http://h.test/").error())
                .isEqualTo("unsupported response status: 101 Switching Protocols");
    }

    @Test
    void redirectToASubdomain_keepsCredentials_butNotAnywhereElse() {
        answer(302, "Location", "http://www.h.test/");
        answer(302, "Location", "http://other.test/");
        answer(200);
        http.request("GET", "http://h.test/")
                .header("Authorization", "Bearer t")
                .send();
        assertThat(transport.asked)
                .extracting(request -> String.valueOf(request.headers().get("Authorization")))
                .containsExactly("Bearer t", "Bearer t", "null");
    }

    @Test
    void refererOfTheTestsOwn_staysTheSame() {
        answer(302, "Location", "/b");
        answer(302, "Location", "http://h.test/c");
        answer(200);
        http.request("GET", "https://h.test/a")
                .header("referer", "https://own.test/")
                .send();
        assertThat(transport.asked)
                .extracting(request -> request.headers().all("Referer"))
                .containsOnly(List.of("https://own.test/"));
    }

    @Test
    void refererIsTheUrlBefore() {
        answer(302, "Location", "/b");
        answer(302, "Location", "/c");
        answer(200);
        http.get("http://ann:secret@h.test/a");
        assertThat(transport.asked)
                .extracting(request -> request.headers().all("Referer"))
                .containsExactly(List.of(), List.of("http://h.test/a"), List.of("http://h.test/b"));
    }

    @Test
    void refererIsNotSentFromHttpsToHttp() {
        answer(302, "Location", "http://h.test/plain");
        answer(200);
        http.get("https://ann:secret@h.test/");
        assertThat(transport.asked.getLast().headers().get("Referer")).isNull();
        assertThat(transport.asked.getLast().headers().get("Authorization")).isNull();
    }

    @Test
    void hostHeader_followsARelativeRedirectOnly() {
        answer(302, "Location", "/relative");
        answer(302, "Location", "http://h.test/absolute");
        answer(200);
        http.request("GET", "http://h.test/").header("Host", "shop.test").send();
        assertThat(transport.asked)
                .extracting(request -> String.valueOf(request.headers().get("Host")))
                .containsExactly("shop.test", "shop.test", "null");
    }

    @Test
    void headersOfOneRequest_canBeSentAgain() {
        answer(200);
        answer(200);
        var request = http.request("GET", "http://h.test/").header("X", "1").cookie("a", "1");
        request.send();
        request.send();
        assertThat(transport.asked.getLast().headers().toMap())
                .isEqualTo(transport.asked.getFirst().headers().toMap());
    }
}
