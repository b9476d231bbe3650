package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The thread that JUnit runs a load test on is interrupted, by whoever. */
class InterruptTest {
    private static final String MESSAGE = "Load test aborted: ";
    private static final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
    /** JUnit's thread, which is that of this class's tests too. */
    private static volatile Thread caller = Thread.currentThread();

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private final FinishCalls cloud = FinishCalls.to(server);

    @BeforeEach
    void remember() {
        calls.clear();
        caller = Thread.currentThread();
    }

    private static void interruptCaller() {
        caller.interrupt();
        while (caller.isInterrupted()) {
            Thread.onSpinWait(); // until the thread has heard of it: it does nothing but wait for that
        }
    }

    private static void endedByInterrupt(EngineExecutionResults results) {
        results.testEvents().assertStatistics(s -> s.started(1).failed(1));
        assertThat(Jupiter.failures(results))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(InterruptedException.class)
                        .hasMessageStartingWith(MESSAGE + "the thread that runs the load test was interrupted"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void interruptDuringSetup_endsTheRunWithoutLoad() {
        endedByInterrupt(cloud.run(InSetup.class));

        assertThat(cloud.statuses()).containsExactly("5/0");
        assertThat(calls).isEmpty();
    }

    @CloudOutput
    static class InSetup {
        @BeforeRun
        void open(Vu vu) {
            interruptCaller();
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
    void interruptDuringTheLoad_endsTheRunAfterTeardown() {
        endedByInterrupt(cloud.run(InLoad.class));

        assertThat(cloud.statuses()).containsExactly("5/0");
        assertThat(calls).containsExactly("@AfterRun, ABORTED_BY_USER");
    }

    @CloudOutput
    static class InLoad {
        @LoadTest(duration = "1h")
        void load(Vu vu) {
            caller.interrupt();
            vu.sleep("1h");
        }

        @AfterRun
        void close(RunResult result) {
            calls.add("@AfterRun, " + result.ending());
        }
    }

    @Test
    void interruptDuringTeardown_letsItFinish() {
        endedByInterrupt(cloud.run(InTeardown.class));

        assertThat(cloud.statuses()).containsExactly("5/0");
        assertThat(calls).containsExactly("@AfterRun, FINISHED", "closed");
    }

    @CloudOutput
    static class InTeardown {
        @LoadTest
        void load() {}

        @AfterRun
        void close(RunResult result, Vu vu) {
            calls.add("@AfterRun, " + result.ending());
            interruptCaller();
            vu.sleep("100ms"); // what is cut short throws here
            calls.add("closed");
        }
    }

    @Test
    void secondInterruptDuringTeardown_cutsItShort() {
        endedByInterrupt(cloud.run(TwiceInTeardown.class));

        assertThat(cloud.statuses()).containsExactly("5/0");
        assertThat(calls).isEmpty();
    }

    @CloudOutput
    static class TwiceInTeardown {
        @LoadTest
        void load() {}

        @AfterRun
        void close(Vu vu) {
            interruptCaller();
            interruptCaller();
            vu.sleep("1h");
            calls.add("closed");
        }
    }

    @Test
    void interruptOnceTheResultsStand_changesNothing() {
        cloud.whenTold(() -> caller.interrupt());

        EngineExecutionResults results = cloud.run(Two.class);

        assertThat(Jupiter.failures(results)).isEmpty();
        results.testEvents().assertStatistics(s -> s.started(2).succeeded(2));
        assertThat(cloud.statuses()).containsExactly("3/0", "3/0");
        assertThat(calls).containsExactly("first", "second");
    }

    @CloudOutput
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Two {
        @Order(1)
        @LoadTest
        void first() {
            calls.add("first");
        }

        @Order(2)
        @LoadTest
        void second() {
            calls.add("second");
        }
    }

    @Test
    void interruptBeforeTheRun_opensNone() {
        List<Throwable> failures = Jupiter.failures(cloud.run(Before.class));

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("could not create the cloud test run: interrupted before"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(cloud.statuses()).isEmpty();
    }

    @CloudOutput
    static class Before {
        @BeforeRun
        void open() {
            calls.add("@BeforeRun");
        }

        Before() {
            Thread.currentThread().interrupt();
        }

        @LoadTest
        void load() {
            calls.add("load");
        }
    }
}
