package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

/** Callers that take their time hold up nobody else, and those that take too much are cut off. */
@Timeout(60)
class SlowCallersTest {
    private static final int MANY = 4 * Runtime.getRuntime().availableProcessors() + 20;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final List<RawCall> calls = new ArrayList<>();
    private ResultsServer server;
    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        server = ResultsServer.start(ResultsOptions.in(folder).clock(clock));
        caller = new Caller(server);
        caller.open("x");
    }

    @AfterEach
    void stop() throws Exception {
        for (RawCall call : calls) {
            call.close();
        }
        caller.close();
        server.close();
    }

    private RawCall say(String text) throws Exception {
        RawCall call = new RawCall(server);
        calls.add(call);
        return call.say(text);
    }

    private static String head(String path, String type) {
        return "POST " + path + " HTTP/1.1\nHost: localhost\nContent-Type: " + type + "\nContent-Length: 12\n\n";
    }

    private void assertAnswers() throws Exception {
        assertThat(caller.get("/api/runs").statusCode()).isEqualTo(200);
        assertThat(caller.push("1001", Caller.requests("1001", 1, ManualClock.START))
                        .statusCode())
                .isEqualTo(202);
    }

    /** The service may not have seen a call yet when time goes on for it. */
    private void assertCutOffAfter(Duration time) throws Exception {
        for (RawCall call : calls) {
            do {
                clock.forward(time);
            } while (!call.isOver(Duration.ofSeconds(2)));
        }
    }

    @Test
    void slowBodies_holdUpNobodyAndAreCutOff() throws Exception {
        for (int i = 0; i < MANY; i++) {
            say(head("/v1/tests", "application/json") + "{");
        }
        assertAnswers();

        assertCutOffAfter(Duration.ofSeconds(31));
        assertAnswers();
        assertThat(server.runs().all()).hasSize(1);
    }

    @Test
    void bodyThatComesInTime_isTakenAlthoughSlow() throws Exception {
        RawCall call = say(head("/v1/tests", "application/json") + "{\"name\"");
        clock.forward(Duration.ofSeconds(29));

        assertThat(call.say(":\"y\"}").next()).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void slowBodyThatIsRefused_getsItsAnswerAndIsCutOff() throws Exception {
        for (int i = 0; i < MANY; i++) {
            say(head("/v1/tests", "text/plain") + "{");
        }
        for (RawCall call : calls) {
            assertThat(call.next()).startsWith("HTTP/1.1 415 ");
        }
        assertAnswers();

        assertCutOffAfter(Duration.ofSeconds(6));
    }

    @Test
    void slowHeads_holdUpNobody() throws Exception {
        for (int i = 0; i < MANY; i++) {
            say("GET /api/runs HTTP/1.1\nHost: loc");
        }

        assertAnswers();
        assertThat(calls.getLast().say("alhost\n\n").next()).startsWith("HTTP/1.1 200 ");
    }

    // what k6's client does

    @Test
    void connection_isKeptAfterAnswersWithoutABodyAndRefusals() throws Exception {
        String push = "POST /v2/metrics/1001 HTTP/1.1\nHost: localhost\nContent-Type: application/x-protobuf\n";
        RawCall call = say("");
        for (int i = 0; i < 3; i++) {
            String accepted = call.say("POST /v1/tests/1001 HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                            + "Content-Length: 16\n\n{\"run_status\":3}")
                    .next();
            assertThat(accepted).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n{}");
            assertThat(call.say(push + "Content-Length: 3\n\nabc").next()).startsWith("HTTP/1.1 400 ");
            assertThat(call.say(push + "Transfer-Encoding: chunked\n\n3\nabc\n0\n\n")
                            .next())
                    .startsWith("HTTP/1.1 400 ");
            assertThat(call.say("GET /nothing HTTP/1.1\nHost: localhost\n\n").next())
                    .startsWith("HTTP/1.1 404 ");
            assertThat(call.say("PUT /archive/1001 HTTP/1.1\nHost: localhost\nContent-Length: 3\n\nabc")
                            .next())
                    .startsWith("HTTP/1.1 204 ");
        }
    }

    @Test
    void callerThatWaitsForContinue_isToldToGoOn() throws Exception {
        RawCall call = say("""
                POST /v1/tests HTTP/1.1
                Host: localhost
                Content-Type: application/json
                Content-Length: 12
                Expect: 100-continue

                """);
        assertThat(call.next()).startsWith("HTTP/1.1 100 ");
        assertThat(call.say("{\"name\":\"y\"}").next()).startsWith("HTTP/1.1 201 ");

        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(
                Snappy.compress(Caller.requests("1001", 1, ManualClock.START).toByteArray()));
        HttpResponse<String> reply = caller.pushTo("/v2/metrics/1001", body);
        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
    }
}
