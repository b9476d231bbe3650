package dev.stampede.output.cloud.logs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.clock.Clock;
import dev.stampede.output.LogLine;
import dev.stampede.output.cloud.LogCapture;
import dev.stampede.output.cloud.Recordings;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.runs.OpenedRun.LogsTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class LogsPushTest {
    /** So that nothing is pushed before the end. */
    private static final Duration NEVER = Duration.ofHours(1);

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final Clock clock = Clock.system();
    private final ApiClient client = new ApiClient("Bearer other", Duration.ofSeconds(10), clock, deadline -> {});

    @AfterEach
    void close() {
        client.close();
    }

    private LogsTarget target(Duration period, long limit, long longest, String... labels) {
        return new LogsTarget(
                server.url("/logs-push"), "Bearer run-token-1001", "info", limit, period, longest, Set.of(labels));
    }

    private LogsPush push(LogsTarget target) {
        return new LogsPush("1001", target, client, Duration.ofSeconds(10), clock);
    }

    private void finish(LogsPush push) {
        push.finish(clock.nanoTime() + TimeUnit.SECONDS.toNanos(30));
    }

    private void answer(int... codes) {
        for (int code : codes) {
            server.enqueue(new MockResponse.Builder().code(code).build());
        }
    }

    private static LogLine line(long epochNanos, System.Logger.Level level, String text) {
        return new LogLine(epochNanos, level, text, Map.of());
    }

    private String body() throws InterruptedException {
        RecordedRequest request = requireNonNull(server.takeRequest(30, TimeUnit.SECONDS));
        return requireNonNull(request.getBody()).utf8();
    }

    static List<Recordings.Entry> recorded() {
        List<Recordings.Entry> pushes = new ArrayList<>(Recordings.logPushes());
        assertThat(pushes).hasSizeGreaterThan(4);
        return pushes;
    }

    /** Its lines in the order in which they were logged. */
    private static List<LogLine> linesOf(Recordings.Entry recorded) {
        List<LogLine> lines = new ArrayList<>();
        for (Object stream :
                Json.list(requireNonNull(Json.object(recorded.rawText())).get("streams"))) {
            Map<String, Object> fields = requireNonNull(Json.object(stream));
            String level =
                    Json.text(requireNonNull(Json.object(fields.get("stream"))).get("level"));
            for (Object value : Json.list(fields.get("values"))) {
                List<?> pair = Json.list(value);
                lines.add(new LogLine(
                        Long.parseLong(Json.text(pair.get(0))),
                        level.equals("info") ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                        Json.text(pair.get(1)).replace(" source=console", ""),
                        Map.of("source", "console")));
            }
        }
        lines.sort(Comparator.comparingLong(LogLine::epochNanos));
        return lines;
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void recordedLines_makeTheRecordedBody(Recordings.Entry recorded) throws Exception {
        answer(204);
        LogsPush push = push(target(NEVER, 100, 1000));

        linesOf(recorded).forEach(push::log);
        finish(push);

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /logs-push HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer run-token-1001");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("K6-Idempotency-Key")).isNull();
        // one of the recorded bodies has the keys of a label set in another order, as Go's maps have none
        assertThat(requireNonNull(request.getBody()).utf8())
                .isEqualTo(recorded.rawText()
                        .replaceAll(
                                "\"level\":\"(\\w+)\",\"test_run_id\":\"1001\"",
                                "\"test_run_id\":\"1001\",\"level\":\"$1\""));
    }

    @Test
    void fields_areLabelsWhereAllowedElseBehindTheText() throws Exception {
        answer(204);
        LogsPush push = push(target(NEVER, 100, 1000, "scenario", "source"));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("source", "shop.Cart");
        fields.put("scenario", "buy");
        fields.put("vu", "3");
        fields.put("iter", "7");

        push.log(new LogLine(5, System.Logger.Level.ERROR, "out of \"stock\"\n", fields));
        finish(push);

        assertThat(body())
                .isEqualTo(
                        "{\"streams\":[{\"stream\":{\"test_run_id\":\"1001\",\"level\":\"error\",\"scenario\":\"buy\","
                                + "\"source\":\"shop.Cart\"},\"values\":[[\"5\",\"out of \\\"stock\\\"\\n vu=3 iter=7\"]]}]}");
        assertThat(push.report()).containsExactly("sent 1 log line");
    }

    @Test
    void streams_areInOrderOfTheirLevelsAndLinesInOrderOfTime() throws Exception {
        answer(204);
        LogsPush push = push(target(NEVER, 100, 1000));

        push.log(line(9, System.Logger.Level.ERROR, "d"));
        push.log(line(8, System.Logger.Level.WARNING, "c"));
        push.log(line(7, System.Logger.Level.INFO, "b2"));
        push.log(line(6, System.Logger.Level.INFO, "b1"));
        push.log(line(5, System.Logger.Level.TRACE, "a"));
        finish(push);

        assertThat(body().replaceAll("\\{\"stream\":\\{\"test_run_id\":\"1001\",", "{"))
                .isEqualTo("{\"streams\":[{\"level\":\"debug\"},\"values\":[[\"5\",\"a\"]]},"
                        + "{\"level\":\"info\"},\"values\":[[\"6\",\"b1\"],[\"7\",\"b2\"]]},"
                        + "{\"level\":\"warning\"},\"values\":[[\"8\",\"c\"]]},"
                        + "{\"level\":\"error\"},\"values\":[[\"9\",\"d\"]]}]}");
    }

    @Test
    void linesAboveTheLimit_areCountedAndToldInOneLine() throws Exception {
        answer(204);
        LogsPush push = push(target(NEVER, 2, 1000));

        for (int i = 0; i < 5; i++) {
            push.log(line(i, System.Logger.Level.INFO, "line " + i));
        }
        finish(push);

        assertThat(body())
                .contains("[[\"0\",\"line 0\"],[\"1\",\"line 1\"]]")
                .doesNotContain("line 2")
                .contains("3 log lines were dropped because they were above the limit of 2 lines / 1h0m0s");
        assertThat(push.report())
                .containsExactly("sent 2 log lines", "LOST 3 log lines above the limit of 2 lines / 1h0m0s");
    }

    @Test
    void eachPeriod_hasAPushOfItsOwn() throws Exception {
        answer(204, 204, 204);
        LogsPush push = push(target(Duration.ofMillis(20), 2, 1000));

        push.log(line(1, System.Logger.Level.INFO, "first"));
        assertThat(body()).contains("first");
        push.log(line(2, System.Logger.Level.INFO, "second"));
        assertThat(body()).contains("second").doesNotContain("first");
        finish(push);

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "hello, 5, hello",
        "hello, 4, h…",
        "hello, 3, …",
        "hello, 2, he",
        "héééé, 9, héééé",
        "héééé, 8, héé…",
        "a\uD83D\uDE00\uD83D\uDE00b, 10, a\uD83D\uDE00\uD83D\uDE00b",
        "a\uD83D\uDE00\uD83D\uDE00b, 9, a\uD83D\uDE00…"
    })
    void longLine_isCutBetweenCharacters(String text, long longest, String cut) {
        assertThat(Entry.cut(text, longest)).isEqualTo(cut);
    }

    @Test
    void lineWithItsFields_isCutAtTheMessageMaxSize() throws Exception {
        answer(204);
        LogsPush push = push(target(NEVER, 100, 10));

        push.log(new LogLine(1, System.Logger.Level.INFO, "hello", Map.of("source", "console")));
        finish(push);

        assertThat(body()).contains("[[\"1\",\"hello s…\"]]");
    }

    @Test
    void serviceAtFault_isAskedAgain() throws Exception {
        answer(503, 500, 204);
        LogsPush push = push(target(NEVER, 100, 1000));

        push.log(line(1, System.Logger.Level.INFO, "hello"));
        finish(push);

        assertThat(server.getRequestCount()).isEqualTo(3);
        assertThat(push.report()).containsExactly("sent 1 log line");
    }

    @Test
    void refusedLines_areCountedAndSaidOnce() throws Exception {
        answer(401, 401);
        LogsPush push = push(target(Duration.ofMillis(20), 100, 1000));
        try (LogCapture said = new LogCapture(LogsPush.class)) {
            push.log(line(1, System.Logger.Level.INFO, "one"));
            body();
            push.log(line(2, System.Logger.Level.INFO, "two"));
            body();
            finish(push);

            assertThat(said.lines())
                    .containsExactly(
                            "WARNING Log lines could not be pushed to the cloud: failed to authenticate with k6 Cloud");
        }
        assertThat(push.report())
                .containsExactly("LOST 2 log lines that could not be pushed: failed to authenticate with k6 Cloud");
    }

    @Test
    void serviceThatNeverAnswers_isGivenUpInTime() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        LogsPush push = push(target(NEVER, 100, 1000));
        push.log(line(1, System.Logger.Level.INFO, "hello"));

        push.finish(clock.nanoTime() + Duration.ofMillis(200).toNanos());

        assertThat(push.report()).singleElement().asString().startsWith("LOST 1 log line that could not be pushed: ");
    }

    @Test
    void nothingLogged_isNoPushAndNoReport() {
        LogsPush push = push(target(Duration.ofMillis(5), 100, 1000));
        finish(push);
        push.log(line(1, System.Logger.Level.INFO, "too late"));

        assertThat(push.report()).isEmpty();
        assertThat(server.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"debug, DEBUG", "info, INFO", "warning, WARNING", "warn, WARNING", "error, ERROR", "whatever, INFO"})
    void level_isTheLowestThatIsWanted(String given, System.Logger.Level level) {
        LogsPush push = push(new LogsTarget(server.url("/"), "Bearer t", given, 1, NEVER, 10, Set.of()));

        assertThat(push.level()).isEqualTo(level);
        finish(push);
    }

    @Test
    void queue_keepsNoMoreThanItMay() {
        LogQueue queue = new LogQueue(target(Duration.ofSeconds(1), 1000, 1 << 20), 0);
        String long1 = "x".repeat(1 << 20);

        for (int i = 0; i < 6; i++) {
            queue.add(new Entry(i, Entry.Level.INFO, Map.of(), long1), 0);
        }

        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.take(1).left()).isEqualTo(2);
        assertThat(queue.take(2).left()).isZero();
    }

    @Test
    void queue_countsThePeriodAlsoWhileAPushIsUnderWay() {
        LogQueue queue = new LogQueue(target(Duration.ofSeconds(1), 2, 100), 0);
        Entry line = new Entry(1, Entry.Level.INFO, Map.of(), "x");

        for (long now : new long[] {0, 1, 2, 1_000_000_000L, 1_000_000_001L, 1_000_000_002L}) {
            queue.add(line, now);
        }

        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.take(2_000_000_000L).lines()).hasSize(2);
    }

    @Test
    void queue_takesNoMoreInAPeriodForBeingEmptiedInIt() {
        LogQueue queue = new LogQueue(target(Duration.ofSeconds(1), 2, 100), 0);
        Entry line = new Entry(1, Entry.Level.INFO, Map.of(), "x");

        for (long now = 1; now <= 10; now++) {
            queue.add(line, now);
            LogQueue.Taken unused = queue.take(now);
        }

        assertThat(queue.dropped()).isEqualTo(8);
        queue.add(line, 1_000_000_000L);
        assertThat(queue.size()).isEqualTo(1);
    }
}
