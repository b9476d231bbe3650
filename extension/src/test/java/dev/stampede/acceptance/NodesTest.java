package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.stampede.ConfigException;
import dev.stampede.Http;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Stage;
import dev.stampede.junit.Threshold;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** How load tests look in JUnit, and what it says when they are written wrongly. */
class NodesTest {
    private static final AtomicInteger calls = new AtomicInteger();

    @BeforeEach
    void forget() {
        calls.set(0);
    }

    @Test
    void node_isNamedAfterTheLoad() {
        assertThat(Jupiter.namesOfTests(Jupiter.passes(Named.class, 5)))
                .containsExactlyInAnyOrder(
                        "1 iteration by 1 VU",
                        "5 iterations shared among 2 VUs",
                        "1 VU for 1s",
                        "up to 2 VUs for 100ms over 1 stage",
                        "Busy morning");
    }

    static class Named {
        @LoadTest
        void nothing() {}

        @LoadTest(vus = 2, iterations = 5)
        void iterations() {}

        @LoadTest(duration = "1s")
        void duration(Vu vu) {
            vu.sleep("100ms");
        }

        @LoadTest(stages = @Stage(duration = "100ms", target = 2))
        void stages(Vu vu) {
            vu.sleep("20ms");
        }

        @LoadTest("Busy morning")
        void named() {}
    }

    @Test
    void loadTest_carriesTheTag() {
        EngineExecutionResults results = Jupiter.passes(Composed.class, 1);

        assertThat(results.testEvents().started().stream()
                        .flatMap(event -> event.getTestDescriptor().getTags().stream())
                        .map(tag -> tag.getName()))
                .containsExactly("load");
    }

    @Test
    void metaAnnotation_makesALoadTest() {
        Jupiter.passes(Composed.class, 1);

        assertThat(calls).hasValue(2);
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @LoadTest(vus = 2)
    @Threshold(metric = "iterations", value = "count==2")
    @interface Smoke {}

    static class Composed {
        @Smoke
        void load() {
            calls.incrementAndGet();
        }
    }

    @Test
    void result_isPublishedAsReportEntries() {
        EngineExecutionResults results = Jupiter.passes(Composed.class, 1);

        List<Map<String, String>> entries = results.allEvents()
                .reportingEntryPublished()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .toList();
        assertThat(entries.getFirst())
                .containsEntry("stampede.run", "Composed.load")
                .containsEntry("stampede.ending", "FINISHED")
                .containsEntry("stampede.passed", "true")
                .containsEntry("stampede.status", "finished (3)")
                .containsEntry("stampede.maxVUs", "2")
                .containsEntry("stampede.iterations", "2");
        assertThat(entries.subList(1, entries.size()))
                .containsExactly(Map.of("stampede.threshold iterations count==2", "passed, observed 2 over 2 samples"));
    }

    @Test
    void wrongSettings_failBeforeAnythingOfTheTestRuns() {
        Throwable failure = Jupiter.failureOf(Wrong.class);

        assertThat(failure)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("The load test has 6 configuration problems:\n\t- ");
        assertThat(((ConfigException) failure).problems())
                .containsExactlyInAnyOrder(
                        "@LoadTest on Wrong.load(): the number of VUs must be more than 0, given as vus = 0 (from the"
                                + " annotation). Use 1 or more, or leave vus out.",
                        "@BeforeRun on Wrong.open(): the method must not be private. Leave the modifier out.",
                        "@BeforeRun on Wrong.url(): the method must return nothing, but returns String. Keep the value in a"
                                + " field.",
                        "@AfterRun on Wrong.close(): the method must not be static. Leave the modifier out; what is done"
                                + " once for the class is @BeforeAll's or @AfterAll's.",
                        "@BeforeVu on Wrong.login(): the method must not be private. Leave the modifier out.",
                        "@Threshold on Wrong.load(): failed parsing threshold expression \"rate\"; reason: malformed threshold"
                                + " expression, given as metric = \"checks\" and value = \"rate\" (from the annotation). Write"
                                + " aggregation, operator and number, such as \"p(95)<500\" or \"rate>0.99\".");
        assertThat(calls).hasValue(0);
    }

    @SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable"})
    static class Wrong {
        @BeforeEach
        void setUp() {
            calls.incrementAndGet();
        }

        @BeforeRun
        private void open() {}

        @BeforeRun
        String url() {
            return "";
        }

        @BeforeVu
        private void login() {}

        @AfterRun
        static void close() {}

        @LoadTest(vus = 0)
        @Threshold(metric = "checks", value = "rate")
        void load() {
            calls.incrementAndGet();
        }
    }

    @Test
    void wrongThresholdsAlone_failBeforeAnythingOfTheTestRuns() {
        Throwable failure = Jupiter.failureOf(WrongThresholds.class);

        assertThat(failure).isInstanceOf(ConfigException.class);
        assertThat(((ConfigException) failure).problems())
                .containsExactly(
                        "@Threshold on WrongThresholds: failed parsing threshold expresion's \"rate>>1\""
                                + " right hand side; reason: strconv.ParseFloat: parsing \">1\": invalid syntax, given as"
                                + " metric = \"checks\" and value = \"rate>>1\" (from the annotation). Write aggregation,"
                                + " operator and number, such as \"p(95)<500\" or \"rate>0.99\".",
                        "@Threshold on WrongThresholds.load(): failed parsing threshold expression \"p(95)\"; reason:"
                                + " malformed threshold expression, given as metric = \"http_req_duration\" and value ="
                                + " \"p(95)\" (from the annotation). Write aggregation, operator and number, such as"
                                + " \"p(95)<500\" or \"rate>0.99\".");
        assertThat(calls).hasValue(0);
    }

    @Threshold(metric = "checks", value = "rate>>1")
    static class WrongThresholds {
        @BeforeEach
        void setUp() {
            calls.incrementAndGet();
        }

        @LoadTest
        @Threshold(metric = "http_req_duration", value = "p(95)")
        void load() {
            calls.incrementAndGet();
        }
    }

    @Test
    void secondTestAnnotation_isAnError() {
        EngineExecutionResults results = Jupiter.run(Twice.class);

        assertThat(Jupiter.failures(results))
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo(
                        "@LoadTest on Twice.load(): the method is also marked with @RepeatedTest. Remove that annotation,"
                                + " or make two methods of it.");
    }

    static class Twice {
        @LoadTest
        @RepeatedTest(2)
        void load() {}
    }

    @Test
    void ourParametersInAPlainTest_areJUnitsError() {
        assertThat(Jupiter.failureOf(Plain.class))
                .hasMessageContaining("No ParameterResolver registered for parameter [dev.stampede.Vu");
    }

    static class Plain {
        @Test
        void plain(Vu vu, Http http) {
            calls.incrementAndGet();
        }
    }

    @Test
    void parameterNobodyKnows_isAnErrorThatSaysWhatThereIs() {
        assertThat(Jupiter.failureOf(Unknown.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("@LoadTest on Unknown.load(): No ParameterResolver registered for parameter"
                        + " [java.lang.Integer")
                .hasMessageEndingWith(". A load test may take Vu, Http and OkHttpClient, columns of its data (such as"
                        + " @CsvSource), and what JUnit's extensions resolve.");
        assertThat(calls).hasValue(0);
    }

    static class Unknown {
        @LoadTest
        void load(Integer number) {
            calls.incrementAndGet();
        }
    }

    @Test
    void runResultBeforeTheEnd_isAnError() {
        assertThat(Jupiter.failureOf(TooEarly.class))
                .hasMessageContaining("No ParameterResolver registered for parameter [dev.stampede.RunResult");
        assertThat(calls).hasValue(0);
    }

    static class TooEarly {
        @BeforeRun
        void open(RunResult result) {
            calls.incrementAndGet();
        }

        @LoadTest
        void load() {
            calls.incrementAndGet();
        }
    }

    @Test
    void privateOrStaticLoadTest_isReportedByJUnit() {
        List<String> issues =
                EngineTestKit.engine("junit-jupiter")
                        .selectors(selectClass(Hidden.class))
                        .discover()
                        .getDiscoveryIssues()
                        .stream()
                        .map(issue -> issue.message())
                        .toList();

        assertThat(issues)
                .hasSize(2)
                .anyMatch(message -> message.contains("Hidden.secret()' must not be private"))
                .anyMatch(message -> message.contains("Hidden.shared()' must not be static"));
    }

    @SuppressWarnings({"unused", "UnusedMethod"})
    static class Hidden {
        @LoadTest
        private void secret() {}

        @LoadTest
        static void shared() {}
    }

    @Test
    void nameWithControlCharacters_isAnErrorThatShowsThemWrittenOut() {
        EngineExecutionResults results = Jupiter.run(Broken.class);

        assertThat(Jupiter.failures(results))
                .singleElement()
                .isInstanceOf(ConfigException.class)
                .extracting(Throwable::getMessage)
                .isEqualTo("@LoadTest on Broken.load(): the name must be one line of text, without control characters,"
                        + " given as value = \"Check\\nout \\u001b[31m\\u2028\" (from the annotation). Leave line breaks"
                        + " and control characters out.");
        assertThat(Jupiter.namesOfTests(results)).containsExactly("Check\\nout \\u001b[31m\\u2028");
    }

    static class Broken {
        @LoadTest("Check\nout \033[31m\u2028")
        void load() {}
    }
}
