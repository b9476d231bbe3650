package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.runs.RunSummary;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the clocks of generators say is believed as far as it can be. */
class SampleTimesTest {
    private static final long NOW = ManualClock.START;
    private static final long DAY = 86_400;
    private static final long LATEST = (1L << 33) - 1;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private ResultsServer server;
    private Caller caller;
    private String run = "";

    @BeforeEach
    void start() throws Exception {
        server = ResultsServer.start(ResultsOptions.in(folder).clock(clock));
        caller = new Caller(server);
        run = caller.open("x");
    }

    @AfterEach
    void stop() throws Exception {
        caller.close();
        server.close();
    }

    private HttpResponse<String> push(double count, long second) throws Exception {
        return caller.push(run, Caller.requests(run, count, second));
    }

    private void taken(double count, long second) throws Exception {
        HttpResponse<String> answer = push(count, second);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private void assertRun(double requests, long first, long last) throws Exception {
        RunSummary summary = server.runs().find(run).orElseThrow().summary();
        assertThat(summary.requests()).isEqualTo(requests);
        assertThat(summary.firstSecond()).isEqualTo(first);
        assertThat(summary.lastSecond()).isEqualTo(last + 1);
    }

    /** The same when it is read from its file. */
    private void assertKept(double requests, long first, long last) throws Exception {
        assertRun(requests, first, last);
        caller.close();
        server.close();
        Files.deleteIfExists(folder.resolve("runs/1001/figures.bin"));
        Path facts = folder.resolve("runs/1001/run.json");
        Files.writeString(facts, Files.readString(facts).replace("\"samples_bytes\"", "\"of_old\""));
        start(); // which opens another run, too
        run = "1001";
        assertRun(requests, first, last);
    }

    @Test
    void sampleFarFromTheRunsTime_isRefusedAndStretchesNothing() throws Exception {
        taken(1, NOW);
        String wrong =
                "400/0 the metrics cannot be taken {metrics=[samples of %s are more than a day away from the run's,"
                        + " which are of 2027-01-15T08:00:00Z; set the clock of the machine that sent them]}";
        assertThat(Caller.error(push(2, 1))).isEqualTo(wrong.formatted("1970-01-01T00:00:01Z"));
        assertThat(Caller.error(push(2, LATEST))).isEqualTo(wrong.formatted("2242-03-16T12:56:31Z"));
        assertThat(Caller.error(push(2, NOW - DAY - 1))).isEqualTo(wrong.formatted("2027-01-14T07:59:59Z"));
        assertThat(Caller.error(push(2, NOW + DAY + 1))).isEqualTo(wrong.formatted("2027-01-16T08:00:01Z"));
        MetricSet both = Caller.requests(run, 2, NOW).toBuilder()
                .addAllMetrics(Caller.requests(run, 2, LATEST).getMetricsList())
                .build();
        assertThat(Caller.error(caller.push(run, both)))
                .isEqualTo(wrong.formatted("2027-01-15T08:00:00Z to 2242-03-16T12:56:31Z"));
        assertRun(1, NOW, NOW);

        taken(1, NOW - DAY);
        taken(1, NOW + DAY);
        assertKept(3, NOW - DAY, NOW + DAY);
    }

    @Test
    void runThatGoesOnForDays_isTakenAllTheTime() throws Exception {
        for (int day = 0; day < 5; day++) {
            taken(1, clock.millis() / 1000);
            clock.forward(Duration.ofDays(1));
        }
        taken(1, NOW + 1); // of an outage, and pushed again when it was over
        assertKept(6, NOW, NOW + 4 * DAY);
    }

    @Test
    void recordingOfAnotherTime_isTakenWhenItStandsTogether() throws Exception {
        long then = NOW - 1_000 * DAY;
        for (int hour = 0; hour < 72; hour += 8) {
            taken(1, then + 3_600L * hour);
        }
        taken(1, then - 3_600);
        assertThat(push(1, then - 3 * DAY).statusCode()).isEqualTo(400);
        assertThat(push(1, LATEST).statusCode()).isEqualTo(400);
        assertKept(10, then - 3_600, then + 64 * 3_600);
    }

    @Test
    void firstSamplesThatAreWrong_doNotKeepThoseOfTheRunAway() throws Exception {
        taken(1, 1);
        taken(2, NOW);
        assertThat(push(4, 2).statusCode()).isEqualTo(400);
        taken(8, NOW + 5);
        assertKept(11, NOW, NOW + 5);
        assertThat(caller.get("/api/runs/1001/chart").body()).contains("\"from\":" + NOW);
    }

    @Test
    void firstSamplesThatAreOfAllTimes_areRefused() throws Exception {
        MetricSet both = Caller.requests(run, 2, 1).toBuilder()
                .addAllMetrics(Caller.requests(run, 2, LATEST).getMetricsList())
                .build();
        assertThat(Caller.error(caller.push(run, both)))
                .isEqualTo(
                        "400/0 the metrics cannot be taken {metrics=[samples of 1970-01-01T00:00:01Z to"
                                + " 2242-03-16T12:56:31Z are more than a day apart; set the clock of the machine that sent them]}");
    }

    @Test
    void recordingOfADayAgo_isOneRunAlthoughItsEndIsOfTheRunsTime() throws Exception {
        taken(1, NOW - DAY - 30);
        taken(1, NOW - DAY + 30);
        taken(1, NOW - DAY - 30);
        assertKept(3, NOW - DAY - 30, NOW - DAY + 30);
    }
}
