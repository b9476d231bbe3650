package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Sink;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedStreamTest {
    @TempDir
    Path folder;

    @Test
    void recordedStream_isTakenAsItIsAndThereAfterwards() throws Exception {
        try (ResultsServer server = ResultsServer.start(ResultsOptions.in(folder));
                HttpClient client = HttpClient.newHttpClient()) {
            for (Recording.Call call : Recording.of("stream_run").calls()) {
                HttpResponse<String> answer = call.replay(client, server.url());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(call.status());
            }
            look(server);
        }
        try (ResultsServer again = ResultsServer.start(ResultsOptions.in(folder))) {
            look(again);
        }
    }

    private static void look(ResultsServer server) throws Exception {
        Run run = server.runs().find("1001").orElseThrow();
        assertThat(run.facts().name()).isEqualTo("capture one");
        assertThat(run.facts().status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.facts().failed()).isTrue();
        double requests = run.figures(figures ->
                ((Sink.CounterSink) figures.registry().builtin().httpReqs.sink()).sum());
        assertThat(requests).isEqualTo(164);
    }
}
