package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.stampede.Vu;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Load tests where JUnit runs tests in parallel, and one after the other in the same process. */
@Timeout(120)
class ParallelTest {
    private static final AtomicInteger running = new AtomicInteger();
    private static final AtomicInteger mostRunning = new AtomicInteger();
    private static final Queue<Thread> users = new ConcurrentLinkedQueue<>();
    private static volatile CountDownLatch together = new CountDownLatch(2);

    @BeforeEach
    void forget() {
        running.set(0);
        mostRunning.set(0);
        users.clear();
        together = new CountDownLatch(2);
    }

    private static EngineExecutionResults inParallel(Class<?>... types) {
        EngineTestKit.Builder engine = EngineTestKit.engine("junit-jupiter")
                .configurationParameters(Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"));
        for (Class<?> type : types) {
            engine.selectors(selectClass(type));
        }
        return engine.execute();
    }

    private static void aloneFor(Vu vu) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        vu.sleep("20ms"); // another one that may run now has time to show itself
        running.decrementAndGet();
    }

    private static void meet() throws InterruptedException {
        together.countDown();
        assertThat(together.await(60, TimeUnit.SECONDS)).as("both at one time").isTrue();
    }

    @Test
    void exclusiveLoadTests_neverOverlap_withinAClassAndAcrossClasses() {
        EngineExecutionResults results = inParallel(Left.class, Right.class);

        assertThat(Jupiter.failures(results)).isEmpty();
        results.testEvents().assertStatistics(s -> s.started(5).succeeded(5));
        assertThat(mostRunning).hasValue(1);
    }

    static class Left {
        @LoadTest(iterations = 2)
        void first(Vu vu) {
            aloneFor(vu);
        }

        @LoadTest(iterations = 2)
        void second(Vu vu) {
            aloneFor(vu);
        }
    }

    static class Right {
        @LoadTest(iterations = 2)
        void first(Vu vu) {
            aloneFor(vu);
        }

        @LoadTest(iterations = 2)
        void second(Vu vu) {
            aloneFor(vu);
        }

        @Test
        @ResourceLock(LoadTest.RESOURCE)
        void otherTestThatLocksTheResource() throws InterruptedException {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.sleep(20); // a load test that may run now has time to show itself
            running.decrementAndGet();
        }
    }

    @Test
    void loadTestsThatAreNotExclusive_mayRunAtOneTime() {
        EngineExecutionResults results = inParallel(Together.class);

        assertThat(Jupiter.failures(results)).isEmpty();
        results.testEvents().assertStatistics(s -> s.started(2).succeeded(2));
    }

    static class Together {
        @LoadTest(exclusive = false)
        void first() throws InterruptedException {
            meet();
        }

        @LoadTest(exclusive = false)
        void second() throws InterruptedException {
            meet();
        }
    }

    @Test
    void classesWithLoadTestsThatAreNotExclusive_mayRunAtOneTime() {
        EngineExecutionResults results = inParallel(Here.class, There.class);

        assertThat(Jupiter.failures(results)).isEmpty();
        results.testEvents().assertStatistics(s -> s.started(2).succeeded(2));
    }

    static class Here {
        @LoadTest(exclusive = false)
        void load() throws InterruptedException {
            meet();
        }
    }

    static class There {
        @LoadTest(exclusive = false)
        void load() throws InterruptedException {
            meet();
        }
    }

    @Test
    void afterARun_noVirtualUsersThreadIsLeft_andTheNextRunIsLikeTheFirst() throws InterruptedException {
        for (int run = 1; run <= 3; run++) {
            users.clear();
            Jupiter.passes(Users.class, 2);

            assertThat(users).isNotEmpty();
            for (Thread user : users) {
                assertThat(user.getName()).startsWith("vu-");
                // a thread's last steps are the machine's affair; its end is what counts
                user.join(60_000);
                assertThat(user.isAlive()).as(user.getName()).isFalse();
            }
        }
    }

    static class Users {
        @BeforeVu
        void remember() {
            users.add(Thread.currentThread());
        }

        @LoadTest(vus = 5, duration = "1s")
        void first(Vu vu) {
            vu.sleep("10ms");
        }

        @LoadTest(vus = 5, duration = "1s", gracefulStop = "0s")
        void second(Vu vu) {
            vu.sleep("1h");
        }
    }
}
