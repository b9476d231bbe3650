package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.stampede.output.cloud.api.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A class of load tests that was run by JUnit in JUnit, and what the results service has of it. */
final class Started {
    private final EngineExecutionResults results;

    private Started(EngineExecutionResults results) {
        this.results = results;
    }

    /** Runs it, with what is kept on disk in a folder. */
    static Started run(Class<?> type, Path folder, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("stampede.folder", folder.toString());
        return new Started(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .configurationParameters(all)
                .execute());
    }

    /** The same, of which nothing fails: what it prints. */
    static String printed(Class<?> type, Path folder, Map<String, String> parameters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(run(type, folder, parameters).failures()).isEmpty();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    List<Throwable> failures() {
        return results.allEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    /** Where the only run is shown. */
    String page() {
        return results.allEvents()
                .reportingEntryPublished()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .map(entries -> entries.get("stampede.url"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** What the service says of it. */
    Map<String, Object> kept() throws IOException, InterruptedException {
        return kept("");
    }

    /** What it says of a part of it, such as {@code /logs}. */
    Map<String, Object> kept(String part) throws IOException, InterruptedException {
        String url = page().replace("/runs/", "/api/runs/") + part;
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            Map<String, Object> json = Json.object(answer.body());
            if (answer.statusCode() != 200 || json == null) {
                throw new AssertionError(url + ": " + answer.statusCode() + " " + answer.body());
            }
            return json;
        }
    }
}
