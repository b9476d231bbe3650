package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.stampede.Vu;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** JUnit 6's cancellation, by reflection as the tests are compiled against JUnit 5. Extensions do not hear of it. */
class CancellationTest {
    private static final String TOKEN = "org.junit.platform.engine.CancellationToken";
    private static final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
    private static volatile Runnable cancel = () -> {};

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private final FinishCalls cloud = FinishCalls.to(server);

    @BeforeEach
    void forget() {
        calls.clear();
    }

    @Test
    void cancellation_letsARunFinishAndOpensNoOther() throws Exception {
        assumeTrue(hasCancellation(), "JUnit 5 has no cancellation");
        Class<?> type = Class.forName(TOKEN);
        Object token = type.getMethod("create").invoke(null);
        Method cancelling = type.getMethod("cancel");
        cancel = () -> {
            try {
                cancelling.invoke(token);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
        EngineTestKit.Builder engine = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Two.class))
                .configurationParameters(cloud.parameters());
        EngineTestKit.Builder.class.getMethod("cancellationToken", type).invoke(engine, token);

        EngineExecutionResults results = engine.execute();

        assertThat(Jupiter.failures(results)).isEmpty();
        results.testEvents().assertStatistics(s -> s.started(1).succeeded(1));
        assertThat(results.allEvents().skipped().map(Event::getTestDescriptor).map(test -> test.getDisplayName()))
                .containsExactly("second(Vu)");
        assertThat(calls).containsExactly("first 0", "first 1", "first 2");
        assertThat(cloud.statuses()).containsExactly("3/0");
    }

    private static boolean hasCancellation() {
        try {
            Class.forName(TOKEN);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @CloudOutput
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Two {
        @Order(1)
        @LoadTest(iterations = 3)
        void first(Vu vu) {
            calls.add("first " + vu.iteration());
            cancel.run();
        }

        @Order(2)
        @LoadTest
        void second(Vu vu) {
            calls.add("second");
        }
    }
}
