package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.page.Browser;
import dev.stampede.results.page.Tab;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page says of thresholds over several generators. */
@ExtendWith(Browser.class)
class MergedThresholdsPageTest {
    @TempDir
    Path folder;

    @Test
    void stopAndBothVerdicts_areShown(Tab tab) throws Exception {
        try (Service service = Service.in(folder)) {
            long now = Instant.now().getEpochSecond();
            String id = Generator.open(
                    service, "many", "{\"hits\":[\"count>=15\",{\"threshold\":\"count<30\",\"abortOnFail\":true}]}");
            Generator one = new Generator(service);
            one.gauge("vus", now, 3, 1).counter("hits", now, 10, Map.of()).push(id);
            tab.go(service.server().url() + "/runs/" + id);
            tab.untilText(".badges", "Running");

            one.gauge("vus", now, 3, 1).counter("hits", now, 20, Map.of()).push(id);
            service.server().runs().tick();
            tab.untilText(".facts", "Told to stop");
            tab.untilText(".facts", "thresholds on metrics 'hits' were crossed");
            tab.untilText(".badges", "Failed");
            tab.untilText(".badges", "Running");

            Generator.end(service, id, false);
            tab.untilText(".badges", "Finished");
            tab.untilText(
                    ".facts",
                    "failed by what all generators measured together, which counts; passed by the one that ended the run");
            assertThat(tab.texts(".facts dt"))
                    .contains("Verdicts", "Told to stop")
                    .doesNotContain("Note");
            tab.screenshot("merged-thresholds");
            tab.assertNoComplaints();
        }
    }

    @Test
    void verdictsThatAgree_areSaidOnce(Tab tab) throws Exception {
        try (Service service = Service.in(folder)) {
            String id = opened(service, 2, "\"count<15\"");
            end(service, id, 8, 1, "true");
            tab.go(service.server().url() + "/runs/" + id);
            tab.untilText(".badges", "Aborted by threshold");
            tab.untilText(".facts", "Stopped because");
            assertThat(tab.texts(".facts dt")).doesNotContain("Verdicts", "Note", "Told to stop");
            assertThat(tab.texts(".facts dd"))
                    .filteredOn(text -> text.contains("thresholds on metrics 'hits' were crossed"))
                    .hasSize(1);
            assertThat(tab.text("section:has(#thresholds-title) tbody")).doesNotContain("said");
            tab.screenshot("merged-thresholds-agreed");
            tab.assertNoComplaints();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 'passed by what all generators measured together, which counts; failed by the one that ended the run'",
        "1, 'failed by the generator that ended the run, which counts; passed by what this service knows'",
    })
    void verdictsThatDiffer_areBothSaidAndWhichCounts(int generators, String said, Tab tab) throws Exception {
        try (Service service = Service.in(folder)) {
            String id = opened(service, generators, "\"count>=15\"");
            end(service, id, 3, 1, "true");
            tab.go(service.server().url() + "/runs/" + id);
            tab.untilText(".badges", "Finished");
            tab.untilText(".facts", said);
            tab.untilText(".badges", said.startsWith("passed") ? "Passed" : "Failed");
            tab.assertNoComplaints();
        }
    }

    /** A run with 20 hits. Returns its id. */
    private static String opened(Service service, int generators, String threshold) throws Exception {
        long now = Instant.now().getEpochSecond();
        String id = Generator.open(service, "many", "{\"hits\":[" + threshold + "]}");
        Generator one = new Generator(service);
        for (int i = 0; i < generators; i++) {
            one.gauge("vus", now, 3, 1).push(id);
        }
        one.counter("hits", now, 20, Map.of()).push(id);
        return id;
    }

    private static void end(Service service, String id, int status, int result, String failed) throws Exception {
        String expression = Json.text(requireNonNull(
                        Json.object(Json.list(service.get("/api/runs/" + id).get("thresholds"))
                                .getFirst()))
                .get("expression"));
        assertThat(service.send(service.to("/v1/tests/" + id)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"result_status\":" + result + ",\"run_status\":"
                                        + status + ",\"thresholds\":{\"hits\":{\"" + expression + "\":" + failed
                                        + "}}}")))
                        .statusCode())
                .isEqualTo(200);
    }
}
