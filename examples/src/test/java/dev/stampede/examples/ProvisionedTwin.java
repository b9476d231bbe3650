package dev.stampede.examples;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.Vu;
import dev.stampede.examples.shop.LoopbackServer;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * Does what a k6 script did that was run by {@code k6 cloud run --local-execution}, so that the two recordings can be
 * compared.
 *
 * <p>Runs only by name, and only against a recording host: {@code K6_CLOUD_HOST_V6=http://127.0.0.1:6565 K6_CLOUD_TOKEN=any
 * K6_CLOUD_STACK_ID=7 mvn -Pexamples test -Dtest=ProvisionedTwin -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("load")
@EnabledIfEnvironmentVariable(named = "K6_CLOUD_HOST_V6", matches = ".+")
@EnabledIfEnvironmentVariable(named = "K6_CLOUD_STACK_ID", matches = ".+")
class ProvisionedTwin {

    @Test
    void passes() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Script.class))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.started(1).succeeded(1));
    }

    @CloudOutput(name = "prov", projectId = 42)
    static class Script {
        /** Named as k6 names the source of its console's lines. */
        private static final System.Logger console = System.getLogger("console");

        @AutoClose
        static final LoopbackServer target = new LoopbackServer(exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });

        @LoadTest(vus = 2, duration = "4s")
        void iterate(Vu vu, Http http) {
            HttpResponse response = http.get(target.url() + "/a");
            vu.check("ok", response.status() == 200);
            console.log(System.Logger.Level.INFO, "hello from vu");
            console.log(System.Logger.Level.WARNING, "careful");
            vu.sleep("200ms");
        }
    }
}
