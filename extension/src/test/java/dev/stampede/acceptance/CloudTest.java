package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Vu;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What the cloud is told of a load test, and where its page is named. */
class CloudTest {
    @StartStop
    private final MockWebServer cloud = new MockWebServer();

    @BeforeEach
    void openRuns() {
        cloud.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .body("{\"reference_id\": \"17\"}")
                        .build();
            }
        });
    }

    private EngineExecutionResults run(Class<?> type) {
        return Jupiter.run(type, Map.of("stampede.cloud.host", cloud.url("/").toString()));
    }

    private List<String> bodiesOf(String target) throws InterruptedException {
        List<String> bodies = new ArrayList<>();
        RecordedRequest request = cloud.takeRequest(0, TimeUnit.SECONDS);
        while (request != null) {
            if (request.getTarget().equals(target) && request.getBody() != null) {
                bodies.add(request.getBody().utf8());
            }
            request = cloud.takeRequest(0, TimeUnit.SECONDS);
        }
        return bodies;
    }

    @Test
    void run_isOpenedUnderItsNameAndClosedOnce() throws Exception {
        EngineExecutionResults results = run(Passes.class);

        assertThat(Jupiter.failures(results)).isEmpty();
        assertThat(results.allEvents()
                        .reportingEntryPublished()
                        .map(event ->
                                event.getRequiredPayload(ReportEntry.class).getKeyValuePairs()))
                .singleElement()
                .satisfies(entries -> assertThat(entries)
                        .containsEntry("stampede.url", "https://app.k6.io/runs/17")
                        .containsEntry("stampede.runId", "17")
                        .containsEntry("stampede.status", "finished (3)")
                        .doesNotContainKeys("stampede.http_reqs", "stampede.http_req_duration p(95)"));
        assertThat(bodiesOf("/v1/tests/17")).singleElement().asString().contains("\"run_status\":3");
    }

    @CloudOutput
    static class Passes {
        @LoadTest
        void load() {}
    }

    @Test
    void nameAndProject_areTheAnnotations() throws Exception {
        assertThat(Jupiter.failures(run(Named.class))).isEmpty();

        assertThat(bodiesOf("/v1/tests"))
                .singleElement()
                .asString()
                .contains("\"name\":\"Checkout\"")
                .contains("\"project_id\":42");
    }

    @CloudOutput(name = "Checkout", projectId = 42)
    static class Named {
        @LoadTest("another name")
        void load() {}
    }

    @Test
    void runWithoutName_isCalledAfterTheMethod() throws Exception {
        assertThat(Jupiter.failures(run(Passes.class))).isEmpty();

        assertThat(bodiesOf("/v1/tests")).singleElement().asString().contains("\"name\":\"Passes.load\"");
    }

    @Test
    void failure_namesThePageAndTheCloudIsToldOfTheThreshold() throws Exception {
        Throwable failure = Jupiter.failures(run(Fails.class)).getFirst();

        assertThat(failure.getMessage()).endsWith("\nRun: https://app.k6.io/runs/17");
        assertThat(bodiesOf("/v1/tests/17"))
                .singleElement()
                .asString()
                .contains("\"result_status\":1")
                .contains("\"run_status\":3")
                .contains("\"checks\":{\"rate==1\":true}");
    }

    @CloudOutput
    static class Fails {
        @LoadTest
        @Threshold(metric = "checks", value = "rate==1")
        void load(Vu vu) {
            vu.check("never", false);
        }
    }

    @Test
    void endings_reachTheCloud() throws Exception {
        assertThat(Jupiter.failures(run(Aborts.class))).hasSize(1);
        assertThat(bodiesOf("/v1/tests/17"))
                .singleElement()
                .asString()
                .contains("\"run_status\":5")
                .contains("\"result_status\":0");
        assertThat(Jupiter.failures(run(Breaks.class))).hasSize(1);
        assertThat(bodiesOf("/v1/tests/17"))
                .singleElement()
                .asString()
                .contains("\"run_status\":7")
                .contains("\"result_status\":0");
    }

    @CloudOutput
    static class Aborts {
        @LoadTest
        void load(Vu vu) {
            vu.abort("sold out");
        }
    }

    @CloudOutput
    static class Breaks {
        @BeforeRun
        void open() {
            throw new IllegalStateException("no shop");
        }

        @LoadTest
        void load() {}
    }

    @Test
    void wrongSettings_openNoRun() {
        assertThat(Jupiter.failures(run(Wrong.class))).hasSize(1);

        assertThat(cloud.getRequestCount()).isZero();
    }

    @CloudOutput
    static class Wrong {
        @LoadTest(vus = 0)
        void load() {}
    }
}
