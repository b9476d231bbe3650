package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.LoadTests;
import dev.stampede.junit.Threshold;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;

/**
 * JUnit's timeouts: JUnit fails the test, and the cloud is told. They are as long as a slow machine may need to begin the
 * run, in which nothing ends by itself.
 */
class TimeoutTest {
    private static final String MESSAGE =
            "Load test timed out: JUnit's timeout for the test was over\n  after 0 iterations";
    private static final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private FinishCalls cloud = FinishCalls.to(server);

    /** So that the classes are loaded, and a run begins long before the timeout of the first test. */
    @BeforeAll
    static void warmUp() throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            assertThat(Jupiter.failures(FinishCalls.to(server).run(InTime.class)))
                    .isEmpty();
        }
    }

    @BeforeEach
    void connect() {
        calls.clear();

        cloud.whenTold(() -> calls.add("cloud told"));
    }

    private static Throwable theTimeout(EngineExecutionResults results) {
        results.testEvents().assertStatistics(s -> s.started(1).failed(1));
        return theTimeout(Jupiter.failures(results));
    }

    private static Throwable theTimeout(List<Throwable> failures) {
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).isInstanceOf(TimeoutException.class));
        assertThat(failures.getFirst().getSuppressed())
                .singleElement()
                .satisfies(own ->
                        assertThat(own).isInstanceOf(AssertionFailedError.class).hasMessageStartingWith(MESSAGE));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        return failures.getFirst();
    }

    @Test
    void timeoutOfTheMethod_endsTheRunAndDisturbsNoOther() {
        EngineExecutionResults results = cloud.run(Two.class);

        results.testEvents().assertStatistics(s -> s.started(2).failed(1).succeeded(1));
        assertThat(theTimeout(Jupiter.failures(results)))
                .hasMessage("tooLong(dev.stampede.Vu) timed out after 4 seconds");
        assertThat(cloud.statuses()).containsExactly("9/1", "3/0");
    }

    @CloudOutput
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Two {
        @Order(1)
        @LoadTest(vus = 3, duration = "1h")
        @Timeout(4)
        @Threshold(metric = "checks", value = "rate==1")
        void tooLong(Vu vu) {
            vu.check("never", false);
            vu.sleep("1h");
        }

        @Order(2)
        @LoadTest(iterations = 3)
        @Timeout(60)
        void shortOne(Vu vu) {
            vu.sleep("100ms");
        }
    }

    @Test
    void timeoutOfTheClassInAThreadOfItsOwn_endsTheRunBeforeJUnitGoesOn() {
        EngineExecutionResults results = cloud.run(OfClass.class);

        theTimeout(results);
        assertThat(cloud.statuses()).containsExactly("9/0");
        assertThat(calls)
                .containsExactly("@AfterRun, TIMED_OUT", "cloud told", "after each", "@AfterAll got TIMED_OUT");
        assertThat(results.allEvents()
                        .reportingEntryPublished()
                        .map(event ->
                                event.getRequiredPayload(ReportEntry.class).getKeyValuePairs()))
                .singleElement()
                .satisfies(entries -> assertThat(entries)
                        .containsEntry("stampede.ending", "TIMED_OUT")
                        .containsEntry("stampede.cause", "TIMEOUT")
                        .containsEntry("stampede.passed", "false"));
    }

    @CloudOutput
    @LoadTests
    @Timeout(value = 4000, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ExtendWith(AfterEachLog.class)
    static class OfClass {
        @LoadTest(duration = "1h")
        void load(Vu vu) {
            vu.sleep("1h");
        }

        @AfterRun
        void close(RunResult result, Vu vu) {
            vu.sleep("500ms"); // JUnit would be far ahead by now
            calls.add("@AfterRun, " + result.ending());
        }

        @AfterAll
        static void told(RunResult result) {
            calls.add("@AfterAll got " + result.ending());
        }
    }

    static class AfterEachLog implements AfterEachCallback {
        @Override
        public void afterEach(ExtensionContext context) {
            calls.add("after each");
        }
    }

    @Test
    void defaultTimeoutInAThreadOfItsOwn_endsTheRun() {
        Map<String, String> parameters = new HashMap<>(cloud.parameters());
        parameters.put("junit.jupiter.execution.timeout.default", "4 s");
        parameters.put("junit.jupiter.execution.timeout.thread.mode.default", "separate_thread");

        theTimeout(Jupiter.run(ByDefault.class, parameters));

        assertThat(cloud.statuses()).containsExactly("9/0");
    }

    @CloudOutput
    static class ByDefault {
        @LoadTest(duration = "1h")
        void load(Vu vu) {
            vu.sleep("1h");
        }
    }

    @Test
    void defaultTimeoutDuringSetup_endsTheRun() {
        Map<String, String> parameters = new HashMap<>(cloud.parameters());
        parameters.put("junit.jupiter.execution.timeout.testtemplate.method.default", "4 s");

        theTimeout(Jupiter.run(InSetup.class, parameters));

        assertThat(cloud.statuses()).containsExactly("9/0");
        assertThat(calls).containsExactly("cloud told");
    }

    @CloudOutput
    static class InSetup {
        @BeforeRun
        void open(Vu vu) {
            vu.sleep("1h");
        }

        @LoadTest
        void load() {
            calls.add("load");
        }

        @AfterRun
        void close() {
            calls.add("@AfterRun");
        }
    }

    @Test
    void loadTestWithinItsTimeout_passes() {
        assertThat(Jupiter.failures(cloud.run(InTime.class))).isEmpty();

        assertThat(cloud.statuses()).containsExactly("3/0");
    }

    @CloudOutput
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    static class InTime {
        @LoadTest
        void load() {}
    }

    @Test
    void failureWithinTheTimeout_isTheVerdict() {
        List<Throwable> failures = Jupiter.failures(cloud.run(FailsInTime.class));

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(AssertionFailedError.class)
                        .hasMessageStartingWith("Load test failed: 1 iteration threw")
                        .hasNoSuppressedExceptions());
        assertThat(cloud.statuses()).containsExactly("3/1");
    }

    @CloudOutput
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    static class FailsInTime {
        @LoadTest
        void load() {
            throw new IllegalStateException("sold out");
        }
    }
}
