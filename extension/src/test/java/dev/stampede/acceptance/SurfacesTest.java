package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.stampede.ConfigException;
import dev.stampede.Vu;
import dev.stampede.junit.ConstantVus;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.PerVuIterations;
import dev.stampede.junit.Threshold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What else JUnit has beside load tests, and what it shows and keeps of them. */
class SurfacesTest {
    private static final Queue<String> log = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void forget() {
        log.clear();
    }

    /** Values of one key in all report entries. */
    private static List<String> published(EngineExecutionResults results, String key) {
        return results.allEvents()
                .reportingEntryPublished()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .filter(entry -> entry.containsKey(key))
                .map(entry -> entry.get(key))
                .toList();
    }

    private EngineTestKit.Builder kit(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .outputDirectoryCreator(new OutputDirectoryCreator() {
                    @Override
                    public Path getRootDirectory() {
                        return folder;
                    }

                    @Override
                    public Path createOutputDirectory(TestDescriptor test) {
                        return folder;
                    }
                });
    }

    @Test
    void summary_isAttachedAsAFile() throws IOException {
        EngineExecutionResults results = kit(Checked.class).execute();

        assertThat(Jupiter.failures(results)).isEmpty();
        FileEntry file = results.allEvents()
                .fileEntryPublished()
                .map(event -> event.getRequiredPayload(FileEntry.class))
                .findFirst()
                .orElseThrow();
        assertThat(file.getPath()).isEqualTo(folder.resolve("summary.json"));
        assertThat(file.getMediaType()).contains("application/json");
        assertThat(Files.readString(file.getPath()))
                .contains("\"iterations\"")
                .contains("\"even\"")
                .contains("\"passes\": 1");
    }

    @Test
    void summaryThatTheUserWants_isWrittenAndAttached() {
        Path wanted = folder.resolve("wanted.json");

        kit(Checked.class)
                .configurationParameter("stampede.summaryExport", wanted.toString())
                .execute();

        assertThat(wanted).hasSameTextualContentAs(folder.resolve("summary.json"));
    }

    @Test
    void switchedOff_nothingIsAttached() {
        kit(Checked.class).configurationParameter("stampede.attach", "false").execute();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void wrongSwitch_isAnError() {
        EngineExecutionResults results = kit(Checked.class)
                .configurationParameter("stampede.attach", "no")
                .execute();

        assertThat(Jupiter.failures(results))
                .singleElement()
                .isInstanceOf(ConfigException.class)
                .extracting(Throwable::getMessage)
                .isEqualTo(
                        "configuration parameter 'stampede.attach': 'no' is neither true nor false. Use one, or remove"
                                + " it.");
    }

    @Test
    void whereFilesCannotBeKept_theTestPasses() {
        Jupiter.passes(Checked.class, 1); // without an output directory
    }

    @Test
    void check_isPublished() {
        assertThat(published(Jupiter.run(Checked.class), "stampede.check ::numbers::even"))
                .containsExactly("failed, 50 %, 1 of 2: first in VU 1, iteration 1, scenario default");
    }

    static class Checked {
        @LoadTest(iterations = 2)
        void load(Vu vu) {
            vu.group("numbers", () -> vu.check("even", vu.iteration() % 2 == 0));
        }
    }

    @Test
    void displayNames_areThoseOfJUnitAroundTheLoad() {
        EngineExecutionResults results = Jupiter.passes(Shop_in_spring.class, 3);

        assertThat(results.allEvents()
                        .started()
                        .map(event -> event.getTestDescriptor().getDisplayName()))
                .contains("Buys a thing", "all browse", "in the evening", "1 iteration by 1 VU");
        assertThat(published(results, "stampede.run"))
                .containsExactlyInAnyOrder(
                        "Shop_in_spring.all_browse", "Shop_in_spring.buy", "In_the_evening.all_leave");
    }

    @SuppressWarnings("ClassCanBeStatic")
    @DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
    static class Shop_in_spring {
        @LoadTest
        void all_browse() {}

        @DisplayName("Buys a thing")
        @LoadTest
        void buy() {}

        @DisplayName("in the evening")
        @Nested
        class In_the_evening {
            @LoadTest
            void all_leave() {}
        }
    }

    @Test
    void tags_areThoseOfMethodAndClass_andLoad() {
        EngineExecutionResults results = Jupiter.passes(Tagged.class, 1);

        assertThat(results.testEvents().started().stream()
                        .flatMap(event -> event.getTestDescriptor().getTags().stream())
                        .map(tag -> tag.getName()))
                .containsExactlyInAnyOrder("nightly", "slow", "load");
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Tagged.class))
                .filters(TagFilter.excludeTags("load"))
                .execute()
                .testEvents()
                .assertStatistics(s -> s.started(0));
    }

    @Tag("nightly")
    static class Tagged {
        @Tag("slow")
        @LoadTest
        void load() {}
    }

    @Test
    void parameterizedClass_hasARunForEachSet_namedAfterIt() {
        EngineExecutionResults results = Jupiter.passes(Currencies.class, 6);

        assertThat(log).containsExactlyInAnyOrder("EUR 1", "EUR 1", "USD 2", "USD 2", "inner EUR", "inner USD");
        assertThat(published(results, "stampede.run"))
                .satisfiesExactlyInAnyOrder(
                        name -> assertThat(name).matches("Currencies.pay \\[currency ?= ?\"?EUR\"?, .*1\"?]"),
                        name -> assertThat(name).matches("Currencies.pay \\[currency ?= ?\"?USD\"?, .*2\"?]"),
                        name -> assertThat(name).matches("Busy morning \\[currency ?= ?\"?EUR\"?, .*1\"?]"),
                        name -> assertThat(name).matches("Busy morning \\[currency ?= ?\"?USD\"?, .*2\"?]"),
                        name -> assertThat(name).matches("Inner.look \\[currency ?= ?\"?EUR\"?, .*1\"?]"),
                        name -> assertThat(name).matches("Inner.look \\[currency ?= ?\"?USD\"?, .*2\"?]"));
    }

    @SuppressWarnings("ClassCanBeStatic")
    @ParameterizedClass
    @CsvSource({"EUR,1", "USD,2"})
    static class Currencies {
        @Parameter(0)
        String currency = "";

        @Parameter(1)
        int amount;

        @LoadTest
        void pay() {
            log.add(currency + " " + amount);
        }

        @LoadTest("Busy morning")
        void named() {
            log.add(currency + " " + amount);
        }

        @Nested
        class Inner {
            @LoadTest
            void look() {
                log.add("inner " + currency);
            }
        }
    }

    @Test
    void otherTestsOfTheClass_areWhatTheyAlwaysAre() {
        Jupiter.passes(Beside.class, 1 + 1 + 2 + 3);

        assertThat(log).containsExactlyInAnyOrder("load", "test", "repeated", "repeated", "1", "2", "3");
    }

    static class Beside {
        @LoadTest
        void load() {
            log.add("load");
        }

        @Test
        void test() {
            log.add("test");
        }

        @RepeatedTest(2)
        void repeated() {
            log.add("repeated");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void parameterized(int number) {
            log.add("" + number);
        }
    }

    @Test
    void secondTestAnnotation_isOneClearErrorEach() {
        assertThat(Jupiter.failures(Jupiter.run(Both.class)))
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder(
                        "@LoadTest on Both.asTest(): the method is also marked with @Test. Remove that annotation, or make"
                                + " two methods of it.",
                        "@LoadTest on Both.repeated(): the method is also marked with @RepeatedTest. Remove that"
                                + " annotation, or make two methods of it.",
                        "@LoadTest on Both.parameterized(): the method is also marked with @ParameterizedTest. Remove that"
                                + " annotation, or make two methods of it.");
    }

    static class Both {
        @LoadTest
        @Test
        void asTest() {}

        @LoadTest
        @RepeatedTest(2)
        void repeated() {}

        @LoadTest
        @ParameterizedTest
        @ValueSource(ints = 1)
        void parameterized(int number) {}
    }

    @Test
    void twoExecutors_areAnError() {
        assertThat(Jupiter.failureOf(TwoLoads.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "@LoadTest on TwoLoads.load(): the load is given twice, by @ConstantVus and @PerVuIterations."
                                + " Keep one of them; several loads in one run are @Scenario methods, each with its own.");
    }

    static class TwoLoads {
        @LoadTest
        @ConstantVus(duration = "1s")
        @PerVuIterations
        void load() {}
    }

    @Test
    void checkedExceptions_needNoWrappingInBodies_andAreTheIterationsOwn() {
        Throwable failure = Jupiter.failureOf(Checkeds.class);

        assertThat(Stream.concat(Stream.of(failure.getCause()), Stream.of(failure.getSuppressed())))
                .extracting(Throwable::toString)
                .containsExactlyInAnyOrder(
                        "java.io.IOException: in a group",
                        "java.util.concurrent.TimeoutException: in a measured time",
                        "java.io.IOException: in a check");
    }

    @Test
    void checkThatThrowsACheckedException_isAFailedCheck() {
        assertThat(published(Jupiter.run(Checkeds.class), "stampede.check reads"))
                .singleElement()
                .asString()
                .startsWith("failed, 0 %, 0 of 1");
    }

    static class Checkeds {
        @LoadTest(iterations = 3)
        void load(Vu vu) throws IOException, TimeoutException {
            if (vu.iteration() == 0) {
                vu.group("front", () -> {
                    throw new IOException("in a group");
                });
            } else if (vu.iteration() == 1) {
                vu.time("slow", () -> {
                    throw new TimeoutException("in a measured time");
                });
            } else {
                vu.check("reads", () -> {
                    throw new IOException("in a check");
                });
            }
        }
    }

    @Test
    void inheritedLoadTest_isARunOfEachClassThatInheritsIt() {
        assertThat(published(Jupiter.passes(Eur.class, 1), "stampede.run")).containsExactly("Eur.pay");
        assertThat(published(Jupiter.passes(Usd.class, 1), "stampede.run")).containsExactly("Usd.pay");
    }

    abstract static class Payment {
        @LoadTest
        @Threshold(metric = "iterations", value = "count==1")
        void pay() {}
    }

    static class Eur extends Payment {}

    static class Usd extends Payment {}

    @Test
    void loadTestOfAnInterface_isOneOfTheClass() {
        assertThat(published(Jupiter.passes(Contracted.class, 1), "stampede.run"))
                .containsExactly("Contracted.keep");
    }

    interface Contract {
        @LoadTest
        default void keep() {}
    }

    static class Contracted implements Contract {}
}
