package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Sink;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedProvisionedTest {
    @TempDir
    Path folder;

    @Test
    void recordedProvisionedRun_isTakenAsItIsAndThereAfterwards() throws Exception {
        Recording recording = Recording.of("provisioned_run");
        try (ResultsServer server = ResultsServer.start(ResultsOptions.in(folder));
                HttpClient client = HttpClient.newHttpClient()) {
            for (Recording.Call call : recording.calls()) {
                HttpResponse<String> answer = call.replay(client, server.url());
                assertThat(answer.statusCode())
                        .as(call.path() + " " + answer.body())
                        .isEqualTo(call.status());
                if (call.path().equals("/cloud/v6/test_runs/1001")) {
                    assertThat(answer.body()).contains("\"status\":\"initializing\"");
                }
            }
            look(server, recording);
        }
        try (ResultsServer again = ResultsServer.start(ResultsOptions.in(folder))) {
            look(again, recording);
        }
    }

    private static void look(ResultsServer server, Recording recording) throws Exception {
        Run run = server.runs().find("1001").orElseThrow();
        assertThat(run.facts().name()).isEqualTo("prov");
        assertThat(run.facts().project()).isEqualTo(42);
        assertThat(run.facts().maxVus()).isEqualTo(2);
        assertThat(run.facts().seconds()).isEqualTo(34);
        assertThat(run.facts().status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.facts().failed()).isNull();
        assertThat(run.<Double>figures(figures -> ((Sink.CounterSink)
                                figures.registry().builtin().httpReqs.sink())
                        .sum()))
                .isEqualTo(38);
        assertThat(run.<Double>figures(figures -> ((Sink.TrendSink)
                                figures.registry().builtin().httpReqDuration.sink())
                        .histogram()
                        .max()))
                .isEqualTo(54.240747);
        assertThat(Files.readAllBytes(run.archive().orElseThrow()))
                .isEqualTo(recording.calls().get(2).body());
        List<String> lines = new ArrayList<>();
        run.log().read(0, (number, entry) -> lines.add(entry.level() + " " + entry.text()));
        assertThat(lines).hasSize(76).contains("info hello from vu source=console", "warning careful source=console");
    }
}
