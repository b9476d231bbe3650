package dev.stampede.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.sun.net.httpserver.HttpExchange;
import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.Vu;
import dev.stampede.examples.shop.LoopbackServer;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * Does what a k6 script did whose traffic to the cloud was recorded, so that the two recordings can be compared. The load
 * test fails on purpose: one of its checks never holds.
 *
 * <p>Runs only by name, and only against a recording host: {@code K6_CLOUD_HOST=http://127.0.0.1:6565 K6_CLOUD_TOKEN=any mvn
 * -Pexamples test -Dtest=CaptureTwin -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("load")
@EnabledIfEnvironmentVariable(named = "K6_CLOUD_HOST", matches = ".+")
class CaptureTwin {

    @Test
    void failsOnTheRateOfChecksAlone() {
        List<Event> tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Script.class))
                .execute()
                .testEvents()
                .finished()
                .list();

        assertThat(tests).hasSize(1);
        TestExecutionResult result = tests.getFirst().getRequiredPayload(TestExecutionResult.class);
        assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
        assertThat(result.getThrowable())
                .hasValueSatisfying(failure -> assertThat(failure)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("1 of 4 thresholds")
                        .hasMessageContaining("rate>0.9"));
    }

    @CloudOutput(name = "capture one", projectId = 42)
    static class Script {
        @AutoClose
        static final LoopbackServer target = new LoopbackServer(Script::answer);

        @BeforeRun
        void setUp(Http http) {
            http.get(target.url() + "/setup");
        }

        @LoadTest(vus = 3, duration = "6s")
        @Threshold(metric = "http_req_duration", value = "p(95)<500")
        @Threshold(metric = "http_req_duration", value = "avg<200")
        @Threshold(metric = "checks", value = "rate>0.9")
        @Threshold(metric = "http_req_duration{status:200}", value = "max<1000")
        void iterate(Vu vu, Http http) {
            vu.group("front", () -> {
                HttpResponse home = http.request("GET", target.url() + "/a")
                        .name("home")
                        .tag("color", "red")
                        .send();
                vu.check("status is 200", home.status() == 200);
                vu.check("body ok", false);
                vu.group("inner", () -> http.post(target.url() + "/missing"));
            });
            vu.counter("my_counter").add(1);
            vu.gauge("my_gauge").add(vu.id() * 1.5);
            vu.rate("my_rate").add(vu.iteration() % 2 == 1);
            vu.trend("my_trend").add(12.345);
            vu.trend("my_trend").add(-1, Map.of("neg", "yes"));
            http.get("http://127.0.0.1:1/refused");
            vu.sleep("300ms");
        }

        @AfterRun
        void tearDown(Http http) {
            http.get(target.url() + "/teardown");
        }

        private static void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                boolean known = Set.of("/a", "/setup", "/teardown")
                        .contains(exchange.getRequestURI().getPath());
                byte[] body = (known ? "hello" : "not here").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(known ? 200 : 404, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}
