package dev.stampede.output.cloud.traces;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.clock.Clock;
import dev.stampede.output.RequestTrace;
import dev.stampede.output.cloud.ManualClock;
import dev.stampede.output.cloud.proto.BatchCreateRequestMetadatasRequest;
import dev.stampede.output.cloud.proto.RequestMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.TlsVersion;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told over TLS and HTTP/2, how it is answered, and what is done about it. */
@Timeout(60)
class TraceStreamTest {
    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final String PATH =
            "/k6.cloud.insights.proto.v1.ingester.IngesterService/BatchCreateRequestMetadatas";

    private final MockWebServer server = new MockWebServer();
    private final Semaphore hanging = new Semaphore(0);
    private final ManualClock clock = new ManualClock(1_700_000_000);
    private volatile Function<Integer, MockResponse> answer = attempt -> withTrailers("0", "");

    @BeforeEach
    void open() throws Exception {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslSocketFactory());
        server.setDispatcher(new Dispatcher() {
            private int attempts;

            @Override
            public synchronized MockResponse dispatch(RecordedRequest request) {
                return answer.apply(++attempts);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        hanging.release();
        server.close();
    }

    private static MockResponse withTrailers(String status, String message) {
        Headers.Builder trailers = new Headers.Builder().add("grpc-status", status);
        if (!message.isEmpty()) {
            trailers.add("grpc-message", message);
        }
        return new MockResponse.Builder()
                .addHeader("content-type", "application/grpc")
                .body(new Buffer().writeByte(0).writeInt(0))
                .trailers(trailers.build())
                .build();
    }

    /** As a server answers that has no message: all in one block of headers. */
    private static MockResponse withHeaders(String status, String message) {
        return new MockResponse.Builder()
                .addHeader("content-type", "application/grpc")
                .addHeader("grpc-status", status)
                .addHeader("grpc-message", message)
                .build();
    }

    private static OkHttpClient trusting() {
        HandshakeCertificates trusted = new HandshakeCertificates.Builder()
                .addTrustedCertificate(CERTIFICATE.certificate())
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
                .build();
    }

    private TraceSettings settings(int concurrency) {
        return new TraceSettings(server.url("/"), 17, "secret", Duration.ofSeconds(1), concurrency);
    }

    private TraceStream stream() {
        return new TraceStream(settings(1), trusting(), clock);
    }

    private static RequestTrace request(int number) {
        return new RequestTrace(
                "%032d".formatted(number),
                1_700_000_000_000_000_001L,
                1_700_000_000_500_000_000L,
                "browse",
                "::front",
                "cart",
                "GET",
                200);
    }

    private void finish(TraceStream stream) {
        stream.finish(clock.nanoTime() + Duration.ofSeconds(15).toNanos());
    }

    private List<String> reportAfter(int requests) {
        TraceStream stream = stream();
        IntStream.range(0, requests).forEach(i -> stream.add(request(i)));
        finish(stream);
        return stream.report();
    }

    private static List<RequestMetadata> decode(RecordedRequest request) throws Exception {
        ByteString body = requireNonNull(request.getBody());
        Buffer framed = new Buffer().write(body);
        assertThat(framed.readByte()).as("not compressed").isZero();
        assertThat(framed.readInt()).isEqualTo(body.size() - 5);
        List<RequestMetadata> all = new ArrayList<>();
        BatchCreateRequestMetadatasRequest.parseFrom(framed.readByteArray())
                .getRequestsList()
                .forEach(one -> all.add(one.getRequestMetadata()));
        return all;
    }

    @Test
    void requests_areToldInOneCallOverTls13AndHttp2() throws Exception {
        assertThat(reportAfter(2)).containsExactly("sent 2 traced requests in 1 batch, 0 retries");

        RecordedRequest call = server.takeRequest();
        assertThat(call.getRequestLine()).isEqualTo("POST " + PATH + " HTTP/2");
        assertThat(requireNonNull(call.getHandshake()).tlsVersion()).isEqualTo(TlsVersion.TLS_1_3);
        Headers headers = call.getHeaders();
        assertThat(headers.get("content-type")).isEqualTo("application/grpc+proto");
        assertThat(headers.get("te")).isEqualTo("trailers");
        assertThat(headers.get("x-k6testrun-id")).isEqualTo("17");
        assertThat(headers.get("authorization")).isEqualTo("Token secret");
        assertThat(headers.get("grpc-timeout")).isEqualTo("15000m");
        assertThat(decode(call)).hasSize(2).first().satisfies(one -> {
            assertThat(one.getTraceID()).isEqualTo("00000000000000000000000000000000");
            assertThat(one.getStartTimeUnixNano()).isEqualTo(1_700_000_000_000_000_001L);
            assertThat(one.getEndTimeUnixNano()).isEqualTo(1_700_000_000_500_000_000L);
            assertThat(one.getTestRunLabels().getID()).isEqualTo(17);
            assertThat(one.getTestRunLabels().getScenario()).isEqualTo("browse");
            assertThat(one.getTestRunLabels().getGroup()).isEqualTo("::front");
            assertThat(one.getHTTPLabels().getUrl()).isEqualTo("cart");
            assertThat(one.getHTTPLabels().getMethod()).isEqualTo("GET");
            assertThat(one.getHTTPLabels().getStatusCode()).isEqualTo(200);
        });
    }

    @Test
    void message_hasTheFieldNumbersOfTheService() {
        RequestTrace request = new RequestTrace("ab", 1, 2, "s", "g", "u", "GET", 200);

        assertThat(ByteString.of(RequestMetadatas.encode(17, List.of(request))).hex())
                .isEqualTo("0a21" + "0a1f" // Requests, RequestMetadata
                        + "0a026162" + "1001" + "1802" // TraceID, start, end
                        + "2208" + "0811" + "120173" + "1a0167" // TestRunLabels
                        + "2a0b" + "0a0175" + "1203474554" + "18c801"); // HTTPLabels
    }

    @Test
    void nothingToTell_connectsToNobody() {
        assertThat(reportAfter(0)).isEmpty();
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void manyRequests_travelInSeveralBatches() throws Exception {
        assertThat(reportAfter(2500)).containsExactly("sent 2500 traced requests in 3 batches, 0 retries");

        assertThat(decode(server.takeRequest())).hasSize(1000);
        assertThat(decode(server.takeRequest())).hasSize(1000);
        assertThat(decode(server.takeRequest())).hasSize(500);
    }

    @Test
    void waitingRequests_areToldEveryInterval() throws Exception {
        TraceStream stream = new TraceStream(
                new TraceSettings(server.url("/"), 17, null, Duration.ofMillis(20), 1), trusting(), Clock.system());
        stream.add(request(1));
        RecordedRequest first = server.takeRequest();
        stream.add(request(2));
        RecordedRequest second = server.takeRequest();
        stream.finish(Clock.system().nanoTime() + Duration.ofSeconds(15).toNanos());

        assertThat(decode(first))
                .extracting(RequestMetadata::getTraceID)
                .containsExactly(request(1).traceId());
        assertThat(decode(second))
                .extracting(RequestMetadata::getTraceID)
                .containsExactly(request(2).traceId());
        assertThat(first.getHeaders().get("authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 13, 14})
    void statusThatMayPass_isTriedAgainAfterOneSecondAndTwo(int status) throws Exception {
        answer = attempt -> attempt < 3 ? withHeaders(Integer.toString(status), "soon") : withTrailers("0", "");

        assertThat(reportAfter(1)).containsExactly("sent 1 traced request in 1 batch, 2 retries");

        assertThat(server.getRequestCount()).isEqualTo(3);
        assertThat(decode(server.takeRequest())).isEqualTo(decode(server.takeRequest()));
        assertThat(clock.sleeps()).hasSize(2);
        assertThat(clock.sleeps().get(0)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1100));
        assertThat(clock.sleeps().get(1)).isBetween(Duration.ofMillis(1800), Duration.ofMillis(2200));
    }

    @ParameterizedTest
    @CsvSource({"3, INVALID_ARGUMENT", "7, PERMISSION_DENIED", "8, RESOURCE_EXHAUSTED", "16, UNAUTHENTICATED"})
    void statusThatStays_isNotTriedAgain(String status, String name) {
        answer = attempt -> withTrailers(status, "no");

        assertThat(reportAfter(1))
                .containsExactly(
                        "sent 0 traced requests in 0 batches, 0 retries",
                        "LOST 1 traced request that it did not take: " + name + ": no");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void threeFailures_areEnough() {
        answer = attempt -> withTrailers("14", "busy");

        assertThat(reportAfter(3))
                .containsExactly(
                        "sent 0 traced requests in 0 batches, 2 retries",
                        "LOST 3 traced requests that it did not take: UNAVAILABLE: busy");
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"503, 3, UNAVAILABLE", "401, 1, UNAUTHENTICATED", "404, 1, UNIMPLEMENTED", "500, 3, UNKNOWN"})
    void httpStatus_standsForAGrpcStatus(int status, int attempts, String name) {
        answer = attempt -> new MockResponse.Builder().code(status).build();

        assertThat(reportAfter(1))
                .last()
                .isEqualTo("LOST 1 traced request that it did not take: " + name + ": HTTP status " + status);
        assertThat(server.getRequestCount()).isEqualTo(attempts);
    }

    @Test
    void answerWithoutStatus_isUnknown() {
        answer = attempt -> new MockResponse.Builder().body("<html>").build();

        assertThat(reportAfter(1))
                .last()
                .isEqualTo("LOST 1 traced request that it did not take: UNKNOWN: the answer has no grpc-status");
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void connectionThatBreaks_isTriedAgain() {
        answer = attempt -> attempt == 1
                ? new MockResponse.Builder()
                        .onRequestStart(SocketEffect.ShutdownConnection.INSTANCE)
                        .build()
                : withTrailers("0", "");

        assertThat(reportAfter(1)).first().asString().startsWith("sent 1 traced request in 1 batch");
    }

    @Test
    void serverWithoutHttp2_isToldApart() {
        server.setProtocols(List.of(Protocol.HTTP_1_1));

        assertThat(reportAfter(1))
                .last()
                .isEqualTo("LOST 1 traced request that it did not take: UNIMPLEMENTED: the host speaks http/1.1 only");
    }

    @Test
    void tooManyWaiting_areCounted() {
        TraceStream stream = new TraceStream(settings(1), trusting(), clock, 2);
        IntStream.range(0, 5).forEach(i -> stream.add(request(i)));
        finish(stream);

        assertThat(stream.report())
                .containsExactly(
                        "sent 2 traced requests in 1 batch, 0 retries",
                        "LOST 3 traced requests as too many were waiting");
    }

    @Test
    void serviceThatHangs_doesNotHoldUpTheEnd() {
        answer = attempt -> {
            hanging.acquireUninterruptibly();
            return withTrailers("0", "");
        };
        TraceStream stream = new TraceStream(settings(1), trusting(), Clock.system());
        IntStream.range(0, 1500).forEach(i -> stream.add(request(i)));

        stream.finish(Clock.system().nanoTime() + Duration.ofMillis(200).toNanos());

        assertThat(stream.report()).first().isEqualTo("sent 0 traced requests in 0 batches, 0 retries");
        assertThat(stream.report().get(1)).startsWith("LOST 1000 traced requests that it did not take: ");
        assertThat(stream.report().get(2)).isEqualTo("LOST 500 traced requests that were unsent at the end of the run");
    }

    @Test
    void severalThreads_tellAll() throws Exception {
        TraceStream stream = new TraceStream(settings(4), trusting(), clock);
        IntStream.range(0, 5000).forEach(i -> stream.add(request(i)));
        finish(stream);

        int told = 0;
        for (int i = server.getRequestCount(); i > 0; i--) {
            told += decode(server.takeRequest()).size();
        }
        assertThat(told).isEqualTo(5000);
        assertThat(stream.report().getFirst()).startsWith("sent 5000 traced requests in ");
    }

    @Test
    void requestsAfterTheEnd_areCounted() {
        TraceStream stream = stream();
        finish(stream);
        stream.add(request(1));

        assertThat(stream.report())
                .containsExactly(
                        "sent 0 traced requests in 0 batches, 0 retries",
                        "LOST 1 traced request that were unsent at the end of the run");
    }
}
