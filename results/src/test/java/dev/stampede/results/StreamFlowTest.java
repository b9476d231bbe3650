package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Sink;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stream flow, and how its runs stand. */
class StreamFlowTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private ResultsServer server;
    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        start(ResultsOptions.in(folder).clock(clock));
    }

    private void start(ResultsOptions options) throws Exception {
        server = ResultsServer.start(options);
        caller = new Caller(server);
    }

    @AfterEach
    void stop() throws Exception {
        caller.close();
        server.close();
    }

    private Run run() {
        return server.runs().find("1001").orElseThrow();
    }

    private double requests() throws Exception {
        return run().figures(figures ->
                ((Sink.CounterSink) figures.registry().builtin().httpReqs.sink()).sum());
    }

    private HttpResponse<String> push(double count, String... headers) throws Exception {
        return caller.push("1001", Caller.requests("1001", count, ManualClock.START), headers);
    }

    private HttpResponse<String> end(int status, int result) throws Exception {
        return caller.json(
                "/v1/tests/1001", "{\"result_status\":" + result + ",\"run_status\":" + status + ",\"thresholds\":{}}");
    }

    private HttpResponse<String> form(String form) throws Exception {
        return caller.send(
                "POST",
                "/v1/tests",
                form.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "multipart/form-data; boundary=\"b o:u\"");
    }

    // the opening

    @Test
    void form_opensARunWithItsArchive() throws Exception {
        HttpResponse<String> reply = form("""
                a preamble
                --b o:u
                Content-Disposition: form-data; name="name"

                shop
                --b o:u
                Content-Disposition: form-data; name="project_id"

                42
                --b o:u
                Content-Disposition: form-data; name="vus"

                7
                --b o:u
                content-disposition: form-data; name="duration"

                36
                --b o:u
                Content-Disposition: form-data; name="file"; filename="../../archive.tar"
                Content-Type: application/octet-stream

                --b o:
                \r--b o:u\r\rnot yet
                --b o:u--
                an epilogue""");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        assertThat(run().facts().name()).isEqualTo("shop");
        assertThat(run().facts().project()).isEqualTo(42);
        assertThat(run().facts().maxVus()).isEqualTo(7);
        assertThat(run().facts().seconds()).isEqualTo(36);
        assertThat(run().archive().orElseThrow()).content().isEqualTo("--b o:\r\n\r--b o:u\r\rnot yet");
        assertThat(run().archive().orElseThrow()).isEqualTo(folder.resolve("runs/1001/archive.tar"));
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void formWithALargeArchive_isTakenAsItIs() throws Exception {
        StringBuilder archive = new StringBuilder();
        for (int i = 0; archive.length() < 1_000_000; i++) {
            archive.append("line ").append(i).append("\n--b o:").append(i % 7);
        }
        String head = """
                --b o:u
                Content-Disposition: form-data; name="name"

                shop
                --b o:u
                Content-Disposition: form-data; name="file"; filename="archive.tar"

                """;

        HttpResponse<String> reply = form(head + archive + "\n--b o:u--\n");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        assertThat(run().archive().orElseThrow())
                .content()
                .isEqualTo(archive.toString().replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'--b o:u\nContent-Disposition: form-data; name=\"name\"\n\nshop' | 400/0 the form breaks off",
                "'--b o:u' | 400/0 the form breaks off",
                "'--b o:ux\n' | 400/0 the form has a boundary that does not end its line",
                "'nothing of a form' | 400/0 the form breaks off",
                "'--b o:u\nContent-Disposition: form-data\n\nx\n--b o:u--' | 400/0 the form has a part without a name",
                "'--b o:u\nContent-Disposition: form-data; name=\"vus\"\n\n1\n--b o:u--'"
                        + " | 400/0 the request cannot be taken {name=[must not be blank]}"
            })
    void formThatIsNone_isRefusedAndOpensNothing(String form, String error) throws Exception {
        assertThat(Caller.error(form(form))).isEqualTo(error);

        assertThat(server.runs().all()).isEmpty();
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void formOfEndlessFields_isRefused() throws Exception {
        String part = """
                --b o:u
                Content-Disposition: form-data; name="x"

                1
                """;
        assertThat(Caller.error(form(part.repeat(51) + "--b o:u--")))
                .isEqualTo("413/0 the form has more than 50 fields");
        assertThat(Caller.error(form(part.replace("1\n", "1".repeat(65_537) + "\n") + "--b o:u--")))
                .isEqualTo("413/0 the form has a field of more than 65536 bytes");
        assertThat(Caller.error(form(part.replace("name=", "x".repeat(9_000)) + "--b o:u--")))
                .isEqualTo("413/0 the form has a part whose head is too long");
    }

    @Test
    void opening_repliesWithTheRunsTokenAndWhatIsOverridden() throws Exception {
        stop();
        start(ResultsOptions.in(folder)
                .token("s3cret")
                .overrides(Map.of("aggregationPeriod", "1s", "metricPushConcurrency", 2)));

        HttpResponse<String> reply = caller.json("/v1/tests", "{\"name\":\"x\"}", "Authorization", "Token s3cret");
        Map<String, Object> fields = Caller.fields(reply);

        assertThat(fields).containsEntry("reference_id", "1001");
        assertThat(fields.get("config")).isEqualTo(Map.of("aggregationPeriod", "1s", "metricPushConcurrency", "2"));
        assertThat(push(3, "Authorization", "Bearer " + fields.get("test_run_token"))
                        .statusCode())
                .isEqualTo(202);
        assertThat(Caller.error(push(3, "Authorization", "Bearer s3cre")))
                .isEqualTo("401/0 the token is neither this service's nor that of the test run");
        assertThat(Caller.error(caller.json("/v1/tests", "{\"name\":\"x\"}", "Authorization", "Token S3cret")))
                .isEqualTo("401/0 the token is not this service's");
    }

    @Test
    void repeatedOpening_opensOneRun() throws Exception {
        String first = caller.json("/v1/tests", "{\"name\":\"x\"}", "K6-Idempotency-Key", "c33f568195aaf064")
                .body();
        String again = caller.json("/v1/tests", "{\"name\":\"x\"}", "K6-Idempotency-Key", "c33f568195aaf064")
                .body();

        assertThat(again).isEqualTo(first);
        assertThat(server.runs().all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400/0 the request cannot be taken {name=[must not be blank]}",
                "{\"name\":7.5e3} | 201",
                "{\"name\":[\"x\"]} | 400/0 the request cannot be taken {name=[must not be blank]}",
                "[] | 400/0 the body is no JSON object",
                "{\"name\":\"x\" | 400/0 the body is no JSON object",
                "'' | 400/0 the body is no JSON object"
            })
    void openingThatCannotBe_isRefused(String body, String error) throws Exception {
        HttpResponse<String> reply = caller.json("/v1/tests", body);

        assertThat(reply.statusCode() == 201 ? "201" : Caller.error(reply)).isEqualTo(error);
    }

    // pushes

    @Test
    void repeatedPush_countsOnceAlsoAfterARestart() throws Exception {
        caller.open("x");

        assertThat(push(3, "K6-Idempotency-Key", "a").statusCode()).isEqualTo(202);
        HttpResponse<String> again = push(3, "K6-Idempotency-Key", "a");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEmpty();
        assertThat(requests()).isEqualTo(3);
        stop();
        start();
        push(3, "K6-Idempotency-Key", "a");
        push(3, "K6-Idempotency-Key", "b");
        push(3);

        assertThat(requests()).isEqualTo(9);
    }

    @Test
    void manyGenerators_pushToOneRunByItsId() throws Exception {
        caller.open("x");
        int generators = 8;
        int pushes = 25;
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < generators; i++) {
            String generator = "g" + i;
            all.add(() -> {
                try (Caller own = new Caller(server)) {
                    for (int push = 0; push < pushes; push++) {
                        // each is sent twice, as after an answer that was lost
                        for (int attempt = 0; attempt < 2; attempt++) {
                            HttpResponse<String> reply = own.push(
                                    "1001",
                                    Caller.requests(
                                            "1001", push + 1, ManualClock.START + push, "instance_id", generator),
                                    "K6-Idempotency-Key",
                                    generator + "-" + push);
                            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(202);
                        }
                    }
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(generators)) {
            for (Future<Void> one : threads.invokeAll(all)) {
                one.get();
            }
        }

        assertThat(requests()).isEqualTo(generators * pushes * (pushes + 1) / 2.0);
        assertThat(run().<Integer>figures(figures -> figures.seriesCount())).isEqualTo(generators);
        stop();
        start();
        assertThat(requests()).isEqualTo(generators * pushes * (pushes + 1) / 2.0);
    }

    // how it stands

    @Test
    void silentRun_isTimedOutUntilDataComesAgain() throws Exception {
        caller.open("x");
        assertThat(run().facts().status()).isEqualTo(RunStatus.CREATED);
        push(1);
        assertThat(run().facts().status()).isEqualTo(RunStatus.RUNNING);

        clock.forward(Duration.ofMinutes(2));
        server.runs().tick();
        assertThat(run().facts().status()).isEqualTo(RunStatus.RUNNING);
        clock.forward(Duration.ofMillis(1));
        server.runs().tick();
        assertThat(run().facts().status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(caller.get("/cloud/v6/test_runs/1001").body())
                .contains("\"status\":\"aborted\"")
                .contains("\"message\":\"timed out\"");

        assertThat(push(1).statusCode()).isEqualTo(202);
        assertThat(run().facts().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void runThatWasNeverPushedTo_isTimedOutToo() throws Exception {
        caller.open("x");

        clock.forward(Duration.ofSeconds(121));
        server.runs().tick();

        assertThat(run().facts().status()).isEqualTo(RunStatus.TIMED_OUT);
    }

    @Test
    void timedOutRun_canStillBeEnded() throws Exception {
        caller.open("x");
        push(1);
        clock.forward(Duration.ofMinutes(3));
        server.runs().tick();

        assertThat(end(3, 0).statusCode()).isEqualTo(200);

        assertThat(run().facts().status()).isEqualTo(RunStatus.FINISHED);
        clock.forward(Duration.ofMinutes(3));
        server.runs().tick();
        assertThat(run().facts().status()).isEqualTo(RunStatus.FINISHED);
    }

    @ParameterizedTest
    @CsvSource({
        "3, FINISHED",
        "5, ABORTED_BY_USER",
        "6, ABORTED_BY_SYSTEM",
        "7, ABORTED_BY_SCRIPT_ERROR",
        "8, ABORTED_BY_THRESHOLD",
        "9, ABORTED_BY_LIMIT"
    })
    void end_isWhatTheGeneratorSays(int number, RunStatus status) throws Exception {
        caller.open("x");

        end(number, 1);

        assertThat(run().facts().status()).isEqualTo(status);
        assertThat(run().facts().failed()).isTrue();
        stop();
        start();
        assertThat(run().facts().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"2", "4", "0", "11", "-3"})
    void statusThatIsNoEnd_isRefused(int number) throws Exception {
        caller.open("x");

        assertThat(Caller.error(end(number, 0)))
                .isEqualTo("400/0 the request cannot be taken {run_status=[is none with which a run ends]}");
        assertThat(run().facts().status()).isEqualTo(RunStatus.CREATED);
    }

    @Test
    void repeatedEnd_changesNothing() throws Exception {
        caller.open("x");

        assertThat(end(5, 1).statusCode()).isEqualTo(200);
        long ended = run().facts().ended();
        clock.forward(Duration.ofSeconds(5));
        assertThat(end(3, 0).statusCode()).isEqualTo(200);

        assertThat(run().facts().status()).isEqualTo(RunStatus.ABORTED_BY_USER);
        assertThat(run().facts().failed()).isTrue();
        assertThat(run().facts().ended()).isEqualTo(ended);
    }

    @Test
    void dataAfterTheEnd_isTakenAndTheRunStaysOver() throws Exception {
        caller.open("x");
        push(1);
        end(3, 0);
        stop();
        start();

        assertThat(push(2).statusCode()).isEqualTo(202);

        assertThat(requests()).isEqualTo(3);
        assertThat(run().facts().status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run().summary().requests()).isEqualTo(3);
    }

    @Test
    void archiveOfAServiceWithoutAToken_needsNoSignature() throws Exception {
        caller.open("x");

        assertThat(caller.send("PUT", "/archive/1001", "abc".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(204);
        assertThat(run().archive().orElseThrow()).content().isEqualTo("abc");
        assertThat(Json.object(caller.get("/api/runs/1001").body()))
                .extractingByKey("archive")
                .isEqualTo(Map.of("bytes", "3"));
    }
}
