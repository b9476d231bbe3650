package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.output.cloud.CloudStream;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Java twin of a recorded k6 run tells the cloud what k6 told it: the same series, labels, bodies and status. */
@Timeout(60)
class ConformanceTest {
    @StartStop
    private final MockWebServer cloud = new MockWebServer();

    @StartStop
    private final MockWebServer target = new MockWebServer();

    @Test
    void twin_saysWhatK6Said() throws Exception {
        cloud.setDispatcher(dispatcher(path -> path.equals("/v1/tests")
                ? response(201, "{\"reference_id\":\"1001\"}")
                : response(path.startsWith("/v2/") ? 202 : 200, "")));
        target.setDispatcher(dispatcher(path -> response(path.equals("/missing") ? 404 : 200, "hello " + path)));

        RunReport report = LoadRunner.run(options(), new Twin("http://127.0.0.1:" + target.getPort()));

        assertThat(report.passed()).isFalse();
        assertThat(report.errors()).isEmpty();
        Recording recorded = Recording.resource("stream_run.ndjson");
        assertThat(ours().differencesTo(recorded)).isEmpty();
        assertThat(recorded.faults()).isEmpty();
    }

    private Recording ours() throws Exception {
        List<Recording.Request> requests = new ArrayList<>();
        int count = cloud.getRequestCount();
        for (int i = 0; i < count; i++) {
            RecordedRequest request = cloud.takeRequest();
            ByteString body = request.getBody();
            requests.add(new Recording.Request(request.getUrl().encodedPath(), body == null ? ByteString.EMPTY : body));
        }
        return Recording.of(requests);
    }

    private LoadOptions options() {
        CloudConfig config = CloudConfig.builder()
                .apply(
                        Map.of(
                                "name", "capture one",
                                "projectID", "42",
                                "token", "tok",
                                "host", "http://127.0.0.1:" + cloud.getPort()),
                        key -> "the test")
                .build();
        return LoadOptions.builder("capture one")
                .profile(new ConstantVus(3, Duration.ofSeconds(6)))
                .thresholds(List.of(
                        ThresholdSpec.of("http_req_duration", "p(95)<500"),
                        ThresholdSpec.of("http_req_duration", "avg<200"),
                        ThresholdSpec.of("checks", "rate>0.9"),
                        ThresholdSpec.of("http_req_duration{status:200}", "max<1000")))
                .outputs(List.of(new CloudStream(config)))
                .build();
    }

    private static MockResponse response(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    private interface Answer {
        MockResponse to(String path);
    }

    private static Dispatcher dispatcher(Answer answer) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer.to(request.getUrl().encodedPath());
            }
        };
    }

    /** The recorded run's script. */
    private record Twin(String base) implements LoadScript {
        @Override
        public void beforeRun(VuScope scope) {
            scope.http().get(base + "/setup");
        }

        @Override
        public VuBody startVu(VuScope scope) {
            return () -> iterate(scope.vu(), scope.http());
        }

        private void iterate(Vu vu, Http http) {
            vu.group("front", () -> {
                var home = http.request("GET", base + "/a")
                        .name("home")
                        .tag("color", "red")
                        .send();
                vu.check("status is 200", home.status() == 200);
                vu.check("body ok", false);
                vu.group("inner", () -> http.post(base + "/missing"));
            });
            vu.counter("my_counter").add(1);
            vu.gauge("my_gauge").add(vu.id() * 1.5);
            vu.rate("my_rate").add(vu.iteration() % 2 == 1);
            vu.trend("my_trend").add(12.345);
            vu.trend("my_trend").add(-1, Map.of("neg", "yes"));
            http.get("http://127.0.0.1:1/refused");
            vu.sleep("300ms");
        }

        @Override
        public void afterRun(VuScope scope, dev.stampede.RunResult result) {
            scope.http().get(base + "/teardown");
        }
    }
}
