package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.feed.FeedPolicy;
import dev.stampede.feed.WhenDry;
import dev.stampede.junit.Feed;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.PerVuIterations;
import dev.stampede.junit.Scenario;
import dev.stampede.junit.Threshold;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JUnit's argument sources as data of a load test, with the real engine of JUnit. */
class FeedTest {
    private static final Queue<String> log = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void forget() {
        log.clear();
    }

    @Test
    void uniqueRows_areHandedOutOnce_andEndTheScenario() {
        Jupiter.passes(Vouchers.class, 1);

        assertThat(log).containsExactlyInAnyOrder("a 1", "b 2", "c 3");
    }

    static class Vouchers {
        @LoadTest(vus = 2, iterations = 10)
        @CsvSource({"a, 1", "b, 2", "c, 3"})
        @Feed(FeedPolicy.UNIQUE)
        @Threshold(metric = "iterations", value = "count==3")
        @Threshold(metric = "dropped_iterations", value = "count==7")
        void load(String code, int value, Vu vu, Http http) {
            assertThat(vu.id()).isPositive();
            assertThat(http).isNotNull();
            log.add(code + " " + value);
        }
    }

    @Test
    void runningDry_canBeAFailure() {
        assertThat(Jupiter.failureOf(Strict.class))
                .hasMessageStartingWith(
                        "Load test aborted: the data of @ValueSource on Strict.load() ran dry after 2 rows"
                                + " (UNIQUE)");
    }

    static class Strict {
        @LoadTest(iterations = 5)
        @ValueSource(strings = {"a", "b"})
        @Feed(value = FeedPolicy.UNIQUE, whenDry = WhenDry.FAIL)
        void load(String row) {}
    }

    @Test
    void circularIsTheDefault() {
        Jupiter.passes(Around.class, 1);

        assertThat(log).containsExactly("HOURS", "DAYS", "HOURS", "DAYS", "HOURS");
    }

    static class Around {
        @LoadTest(iterations = 5)
        @EnumSource(names = {"HOURS", "DAYS"})
        void load(TimeUnit unit) {
            log.add(unit.name());
        }
    }

    @Test
    void perVuRows_stayWithTheirVu() {
        Jupiter.passes(Accounts.class, 1);

        assertThat(log).hasSize(40).allMatch(entry -> entry.matches("(\\d+) name-\\1"));
        assertThat(log.stream().distinct())
                .as("users that are done at once do not stand in for others")
                .hasSize(20);
    }

    static class Accounts {
        static List<String> names() {
            return IntStream.rangeClosed(1, 25).mapToObj(i -> "name-" + i).toList();
        }

        @LoadTest
        @PerVuIterations(vus = 20, iterations = 2)
        @MethodSource("names")
        @Feed(FeedPolicy.PER_VU)
        void load(String name, Vu vu) {
            log.add(vu.id() + " " + name);
        }
    }

    @Test
    void scenarios_haveDataOfTheirOwn_alsoBesideWhatJUnitResolves() {
        Jupiter.passes(Two.class, 1);

        assertThat(log).containsExactlyInAnyOrder("first 1", "first 2", "second x of load()");
    }

    static class Two {
        @Scenario
        @PerVuIterations(iterations = 2)
        @ValueSource(ints = {1, 2})
        void first(int row) {
            log.add("first " + row);
        }

        @Scenario
        @PerVuIterations
        @ValueSource(strings = "x")
        void second(String row, TestInfo info) {
            log.add("second " + row + " of "
                    + info.getTestMethod().orElseThrow().getName() + "()");
        }

        @LoadTest
        void load() {}
    }

    @Test
    void rowIsTakenBeforeBeforeEach_andAnIterationWithoutOneHasNeitherBeforeNorAfter() {
        Jupiter.passes(Around1.class, 1);

        assertThat(log).containsExactly("before", "load a", "after");
    }

    static class Around1 {
        @BeforeEach
        void before() {
            log.add("before");
        }

        @LoadTest(iterations = 3)
        @ValueSource(strings = "a")
        @Feed(FeedPolicy.UNIQUE)
        void load(String row) {
            log.add("load " + row);
        }

        @AfterEach
        void after() {
            log.add("after");
        }
    }

    @Test
    void rowThatDoesNotFit_failsItsIteration() {
        assertThat(Jupiter.failureOf(Wrong.class))
                .hasMessageContaining(
                        "row 2 of the data of @CsvSource on Wrong.load(): \"x\" cannot be converted for parameter")
                .hasMessageContaining("1 × ");
    }

    static class Wrong {
        @LoadTest(iterations = 3)
        @CsvSource({"1", "x", "3"})
        void load(int number) {}
    }

    @Test
    void rowsOfSegments_areDisjoint() {
        Map<String, String> half =
                Map.of("stampede.executionSegment", "0:1/2", "stampede.executionSegmentSequence", "0,1/2,1");
        Map<String, String> other =
                Map.of("stampede.executionSegment", "1/2:1", "stampede.executionSegmentSequence", "0,1/2,1");

        assertThat(Jupiter.failures(Jupiter.run(Hundred.class, half))).isEmpty();
        List<String> first = List.copyOf(log);
        assertThat(Jupiter.failures(Jupiter.run(Hundred.class, other))).isEmpty();

        assertThat(first).hasSize(50);
        assertThat(log).hasSize(100).doesNotHaveDuplicates();
    }

    static class Hundred {
        static IntStream rows() {
            return IntStream.range(0, 1000);
        }

        @LoadTest(vus = 4, iterations = 100)
        @MethodSource("rows")
        @Feed(FeedPolicy.UNIQUE)
        void load(int row) {
            log.add("" + row);
        }
    }
}
