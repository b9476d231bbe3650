package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Exemplar;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RequestTrace;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.secrets.LocalSecrets;
import dev.stampede.traces.Propagator;
import dev.stampede.traces.TraceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose requests are traced. */
@Timeout(60)
class TracedRunTest {
    @StartStop
    final MockWebServer shop = new MockWebServer();

    private final List<String> printed = new CopyOnWriteArrayList<>();

    /** Keeps what it is told. */
    private static class Traces implements Output {
        final List<RequestTrace> requests = new CopyOnWriteArrayList<>();

        @Override
        public String describe() {
            return "fake";
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {}

        @Override
        public boolean ingestsTraces() {
            return true;
        }

        @Override
        public void traced(RequestTrace request) {
            requests.add(request);
        }

        @Override
        public void finish(RunOutcome outcome) {}
    }

    private LoadOptions.Builder options(Output... outputs) {
        return LoadOptions.builder("shop")
                .profile(new PerVuIterations(1, 2, Duration.ofMinutes(1)))
                .tracing(new TraceOptions(Propagator.W3C, 1, "http://tempo/{traceId}"))
                .outputs(List.of(outputs))
                .console(printed::add);
    }

    private RunReport run(LoadOptions.Builder options) {
        shop.enqueue(new MockResponse.Builder().code(200).body("ok").build());
        shop.enqueue(new MockResponse.Builder().code(503).body("sorry").build());
        String url = shop.url("/cart").toString();
        LoadScript script = scope -> () -> scope.vu()
                .group(
                        "front",
                        () -> scope.http().request("GET", url).name("cart").send());
        return LoadRunner.run(options.build(), script);
    }

    private String console() {
        return String.join("\n", printed);
    }

    @Test
    void outputs_areToldOfEachRoundTrip() throws Exception {
        Traces output = new Traces();

        run(options(output));

        String header = shop.takeRequest().getHeaders().get("traceparent");
        assertThat(output.requests).hasSize(2).first().satisfies(request -> {
            assertThat(header).contains(request.traceId());
            assertThat(request.traceId()).startsWith("dc0718");
            assertThat(request.scenario()).isEqualTo("default");
            assertThat(request.group()).isEqualTo("::front");
            assertThat(request.name()).isEqualTo("cart");
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.status()).isEqualTo(200);
        });
    }

    @Test
    void unsampledRoundTrips_areToldButAreNoExemplars() {
        Traces output = new Traces();

        RunReport report = run(options(output).tracing(new TraceOptions(Propagator.W3C, 0, null)));

        assertThat(output.requests).hasSize(2);
        assertThat(report.exemplars()).isEmpty();
    }

    @Test
    void withoutCloud_idsSayThatTheyAreLocal() throws Exception {
        run(options());

        assertThat(shop.takeRequest().getHeaders().get("traceparent")).startsWith("00-dc0742");
    }

    @Test
    void outputThatFails_harmsNeitherUserNorOtherOutputs() {
        Traces sound = new Traces();
        Traces faulty = new Traces() {
            @Override
            public void traced(RequestTrace request) {
                throw new IllegalStateException("full");
            }
        };

        RunReport report = run(options(faulty, sound));

        assertThat(report.errors()).isEmpty();
        assertThat(sound.requests).hasSize(2);
    }

    @Test
    void exemplars_areInResultAndSummary() {
        RunReport report = run(options());

        assertThat(report.exemplars()).extracting(Exemplar::status).containsExactly(503, 200);
        assertThat(report.exemplars()).extracting(Exemplar::failed).containsExactly(true, false);
        Exemplar failed = report.exemplars().getFirst();
        assertThat(failed.link()).contains("http://tempo/" + failed.traceId());
        assertThat(console())
                .contains("█ TRACES")
                .containsPattern("failed +GET cart -> 503 +[0-9.]+.?s +http://tempo/" + failed.traceId())
                .containsPattern("slow +GET cart -> 200 +[0-9.]+.?s +http://tempo/dc07");
    }

    @Test
    void secrets_areInNoTrace_evenWithoutTheTagsThatHaveTheUrl() {
        Traces output = new Traces();
        shop.enqueue(new MockResponse.Builder().code(200).build());
        shop.enqueue(new MockResponse.Builder().code(200).build());
        LoadScript script = scope -> () -> scope.http()
                .request("GET", shop.url("/cart") + "?key=" + scope.vu().secret("key"))
                .send();

        RunReport report = LoadRunner.run(
                options(output)
                        .secretSource(LocalSecrets.of("mock=key=hunter2"))
                        .systemTags(Set.of(SystemTag.METHOD))
                        .build(),
                script);

        String name = shop.url("/cart") + "?key=***SECRET_REDACTED***";
        assertThat(output.requests).hasSize(2).extracting(RequestTrace::name).containsOnly(name);
        assertThat(report.exemplars()).hasSize(2).extracting(Exemplar::name).containsOnly(name);
        assertThat(console()).doesNotContain("hunter2");
    }

    @Test
    void withoutTracing_nothingIsToldAndTheSummaryHasNoTraces() {
        Traces output = new Traces();

        RunReport report = run(options(output).tracing(null));

        assertThat(output.requests).isEmpty();
        assertThat(report.exemplars()).isEmpty();
        assertThat(console()).doesNotContain("TRACES");
    }
}
