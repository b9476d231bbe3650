package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.OnError;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** JUnit's {@code @BeforeEach} and {@code @AfterEach} around every iteration. */
class EachIterationTest {
    private static final Queue<String> log = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void forget() {
        log.clear();
    }

    @Test
    void beforeAndAfterEach_areCalledForEveryIteration_onTheVusThreadAndInstance() {
        Jupiter.passes(Repeated.class, 1);

        assertThat(log)
                .containsExactly(
                        "before 1 0",
                        "load 1",
                        "after 1 0",
                        "before 2 1",
                        "load 2",
                        "after 2 1",
                        "before 3 2",
                        "load 3",
                        "after 3 2");
    }

    static class Repeated {
        private int calls;

        @BeforeEach
        void before(Vu vu) {
            assertThat(Thread.currentThread().getName()).isEqualTo("vu-1");
            log.add("before " + ++calls + " " + vu.iteration());
        }

        @LoadTest(iterations = 3)
        void load() {
            log.add("load " + calls);
        }

        @AfterEach
        void after(Vu vu, Http http, OkHttpClient client) {
            assertThat(Thread.currentThread().getName()).isEqualTo("vu-1");
            assertThat(http).isNotNull();
            assertThat(client).isNotNull();
            log.add("after " + calls + " " + vu.iteration());
        }
    }

    @Test
    void junitsInstance_isLeftOutByThem_butNotByTheRestOfItsTests() {
        Jupiter.passes(Mixed.class, 2);

        assertThat(log)
                .containsSubsequence("before main", "test main", "after main")
                .containsSubsequence("before vu-1", "load vu-1", "after vu-1")
                .hasSize(6);
    }

    static class Mixed {
        private static String thread() {
            return Thread.currentThread().isVirtual() ? Thread.currentThread().getName() : "main";
        }

        @BeforeEach
        void before() {
            log.add("before " + thread());
        }

        @Test
        void test() {
            log.add("test " + thread());
        }

        @LoadTest
        void load() {
            log.add("load " + thread());
        }

        @AfterEach
        void after() {
            log.add("after " + thread());
        }
    }

    @Test
    void superclassAndEnclosingClass_comeFirstAndLast() {
        Jupiter.passes(Outer.class, 1);

        assertThat(log)
                .containsExactly(
                        "outer base before",
                        "outer before",
                        "inner base before",
                        "inner before",
                        "load",
                        "inner after",
                        "inner base after",
                        "outer after",
                        "outer base after");
    }

    abstract static class OuterBase {
        @BeforeEach
        void outerBaseBefore() {
            log.add("outer base before");
        }

        @AfterEach
        void outerBaseAfter() {
            log.add("outer base after");
        }
    }

    abstract static class InnerBase {
        @BeforeEach
        void innerBaseBefore() {
            log.add("inner base before");
        }

        @AfterEach
        void innerBaseAfter() {
            log.add("inner base after");
        }
    }

    static class Outer extends OuterBase {
        @BeforeEach
        void outerBefore() {
            log.add("outer before");
        }

        @AfterEach
        void outerAfter() {
            log.add("outer after");
        }

        @Nested
        @SuppressWarnings("ClassCanBeStatic")
        class Inner extends InnerBase {
            @BeforeEach
            void innerBefore() {
                log.add("inner before");
            }

            @LoadTest
            void load() {
                log.add("load");
            }

            @AfterEach
            void innerAfter() {
                log.add("inner after");
            }
        }
    }

    @Test
    void theirTime_isNoPartOfTheIteration() {
        Jupiter.passes(Slow.class, 1);

        assertThat(log).containsExactly("in time");
    }

    static class Slow {
        private static long end;
        private static long start;

        @BeforeEach
        void before(Vu vu) {
            vu.sleep("20ms");
            end = System.nanoTime();
        }

        @LoadTest
        void load() {}

        @AfterEach
        void after(Vu vu) {
            start = System.nanoTime();
            vu.sleep("20ms");
        }

        @AfterRun
        void measured(RunResult result) {
            assertThat(result.value("iteration_duration", "max")).isBetween(0.0, (start - end) / 1e6);
            log.add("in time");
        }
    }

    @Test
    void beforeEachThrows_failsTheIteration_skipsTheBody_andAfterEachRuns() {
        Throwable failure = Jupiter.failureOf(BeforeThrows.class);

        assertThat(failure)
                .hasMessageContaining("Load test failed: 1 iteration threw after 3 iterations (1 VU, ")
                .hasMessageContaining("1 × IllegalStateException at EachIterationTest$BeforeThrows.before:")
                .hasMessageContaining("first in VU 1, iteration 1, scenario default")
                .hasMessageContaining("no cart")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(log).containsExactly("before", "load", "after", "before", "after", "before", "load", "after");
    }

    static class BeforeThrows {
        @BeforeEach
        void before(Vu vu) {
            log.add("before");
            if (vu.iteration() == 1) {
                throw new IllegalStateException("no cart");
            }
        }

        @LoadTest(iterations = 3)
        void load() {
            log.add("load");
        }

        @AfterEach
        void after() {
            log.add("after");
        }
    }

    @Test
    void bodyThrows_afterEachRuns() {
        Throwable failure = Jupiter.failureOf(BodyThrows.class);

        assertThat(failure).hasMessageContaining("1 × IllegalStateException at EachIterationTest$BodyThrows.load:");
        assertThat(log).containsExactly("after");
    }

    static class BodyThrows {
        @LoadTest
        void load() {
            throw new IllegalStateException("sold out");
        }

        @AfterEach
        void after() {
            log.add("after");
        }
    }

    @Test
    void afterEachThrows_failsTheIteration_andTheOtherOnesRun() {
        Throwable failure = Jupiter.failureOf(AfterThrows.class);

        assertThat(failure)
                .hasMessageContaining("1 × IllegalStateException at EachIterationTest$AfterThrows.after:")
                .hasMessageContaining("not empty");
        assertThat(failure)
                .cause()
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("base not empty")));
        assertThat(log).containsExactly("after", "base after");
    }

    static class AfterThrowsBase {
        @AfterEach
        void baseAfter() {
            log.add("base after");
            throw new IllegalStateException("base not empty");
        }
    }

    static class AfterThrows extends AfterThrowsBase {
        @LoadTest
        void load() {}

        @AfterEach
        void after() {
            log.add("after");
            throw new IllegalStateException("not empty");
        }
    }

    @Test
    void beforeEachThrows_abortsTheRunWhenIterationsMay() {
        Throwable failure = Jupiter.failureOf(Aborts.class);

        assertThat(failure)
                .hasMessageStartingWith("Load test aborted: ")
                .hasMessageContaining("IllegalStateException: no cart")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(log).isEmpty();
    }

    static class Aborts {
        @BeforeEach
        void before() {
            throw new IllegalStateException("no cart");
        }

        @LoadTest(iterations = 1000, onError = OnError.ABORT)
        void load() {
            log.add("load");
        }
    }

    @Test
    void parametersOfOthers_areResolvedForEveryIteration() {
        Jupiter.passes(Parameters.class, 1);

        assertThat(log).containsExactly("before vu 1 load(Vu) true", "load", "before vu 1 load(Vu) true", "load");
    }

    @ExtendWith(Words.class)
    static class Parameters {
        @BeforeEach
        void before(TestInfo info, Vu vu, Words.Word word, Http http) {
            log.add("before vu " + vu.id() + " "
                    + info.getTestMethod().orElseThrow().getName() + "(Vu) "
                    + (http != null && !word.text().isEmpty()));
        }

        @LoadTest(iterations = 2)
        void load(Vu vu) {
            log.add("load");
        }
    }

    static class Words implements ParameterResolver {
        record Word(String text) {}

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Word.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new Word("word");
        }
    }

    @Test
    void parameterThatNobodyResolves_failsBeforeTheLoad() {
        Throwable failure = Jupiter.failureOf(Unresolved.class);

        assertThat(failure).hasMessageContaining("No ParameterResolver registered for parameter [java.util.Random");
        assertThat(log).isEmpty();
    }

    static class Unresolved {
        @BeforeRun
        void beforeRun() {
            log.add("before run");
        }

        @BeforeEach
        void before(java.util.Random random, Vu vu) {
            log.add("before");
        }

        @LoadTest
        void load() {
            log.add("load");
        }
    }

    @Test
    void sharedInstance_isLeftOutToo() {
        Jupiter.passes(Shared.class, 2);

        assertThat(List.copyOf(log)).containsExactly("1 of another instance", "1 of another instance");
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class Shared {
        private final Object me = this;
        private static Object junits = "";
        private int calls;

        @BeforeRun
        void beforeRun() {
            junits = this;
        }

        @BeforeEach
        void before() {
            calls++;
        }

        @LoadTest
        void first() {
            log.add(calls + (me == junits ? " of JUnit's instance" : " of another instance"));
        }

        @LoadTest
        void second() {
            log.add(calls + (me == junits ? " of JUnit's instance" : " of another instance"));
        }
    }
}
