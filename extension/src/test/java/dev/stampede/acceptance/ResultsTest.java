package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunResult;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.LoadTests;
import dev.stampede.junit.Threshold;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What {@code @AfterAll} is told of the runs of its class. */
class ResultsTest {
    private static final Queue<String> log = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void forget() {
        log.clear();
    }

    private static List<String> names(List<RunResult> results) {
        return results.stream()
                .map(result -> result.name() + " " + result.passed())
                .toList();
    }

    @Test
    void afterAll_getsTheLastResultAndAllOfThem_failedOnesToo() {
        Jupiter.run(Two.class).testEvents().assertStatistics(s -> s.succeeded(2).failed(1));

        assertThat(log).containsExactly("Two.third 3.0", "[Two.first true, Two.second false, Two.third true]");
    }

    @LoadTests
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Two {
        @LoadTest
        void first() {}

        @LoadTest
        @Threshold(metric = "iterations", value = "count>100")
        void second() {}

        @LoadTest(iterations = 3)
        void third() {}

        @AfterAll
        static void told(RunResult last, List<RunResult> all) {
            log.add(last.name() + " " + last.value("iterations", "count"));
            log.add(names(all).toString());
        }
    }

    @Test
    void annotationOfTheBaseClass_isInherited_alsoBySharedInstances() {
        Jupiter.passes(Heir.class, 1);

        assertThat(log).containsExactly("Heir.load");
    }

    @LoadTests
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Testator {
        @AfterAll
        void told(RunResult last) {
            log.add(last.name());
        }
    }

    static class Heir extends Testator {
        @LoadTest
        void load() {}
    }

    @Test
    void resultsOfANestedClass_areItsOwnAndThoseOfTheClassAround() {
        Jupiter.passes(Outer.class, 3);

        assertThat(log)
                .containsExactlyInAnyOrder(
                        "[One.load true]",
                        "[Another.load true]",
                        "[Outer.load true, One.load true, Another.load true]");
        assertThat(List.copyOf(log).getLast()).startsWith("[Outer");
    }

    @LoadTests
    @SuppressWarnings("ClassCanBeStatic")
    @TestClassOrder(ClassOrderer.OrderAnnotation.class)
    static class Outer {
        @LoadTest
        void load() {}

        @Nested
        @Order(1)
        class One {
            @LoadTest
            void load() {}

            @AfterAll
            static void told(List<RunResult> all) {
                log.add(names(all).toString());
            }
        }

        @Nested
        @Order(2)
        class Another {
            @LoadTest
            void load() {}

            @AfterAll
            static void told(List<RunResult> all) {
                log.add(names(all).toString());
            }
        }

        @AfterAll
        static void told(List<RunResult> all) {
            log.add(names(all).toString());
        }
    }

    @Test
    void withoutARun_theListIsEmpty_andTheLastResultIsAnError() {
        assertThat(Jupiter.failures(Jupiter.run(NoneInList.class))).isEmpty();
        assertThat(log).containsExactly("[]");

        assertThat(Jupiter.failures(Jupiter.run(None.class)))
                .singleElement()
                .isInstanceOf(ParameterResolutionException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains(
                        "There is no RunResult, as no load test of None was run. Take a List<RunResult>, which may be empty.");
    }

    @LoadTests
    static class NoneInList {
        @Test
        void otherTest() {}

        @Disabled
        @LoadTest
        void load() {}

        @AfterAll
        static void told(List<RunResult> all) {
            log.add(names(all).toString());
        }
    }

    @LoadTests
    static class None {
        @Test
        void otherTest() {}

        @AfterAll
        static void told(RunResult last) {
            log.add(last.name());
        }
    }
}
