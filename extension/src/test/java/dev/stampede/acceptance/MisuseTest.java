package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import dev.stampede.ConfigException;
import dev.stampede.Vu;
import dev.stampede.junit.LoadTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Load tests that JUnit would pass over without a failure, which our own engine fails. */
@SuppressWarnings({"unused", "UnusedMethod", "ClassCanBeStatic", "InnerClassMayBeStatic", "JUnitMalformedDeclaration"})
class MisuseTest {

    private static EngineExecutionResults run(DiscoverySelector... selectors) {
        return EngineTestKit.engine("stampede").selectors(selectors).execute();
    }

    private static EngineExecutionResults run(Filter<?> filter, DiscoverySelector... selectors) {
        return EngineTestKit.engine("stampede")
                .selectors(selectors)
                .filters(filter)
                .execute();
    }

    private static Set<String> messages(EngineExecutionResults results) {
        return results.testEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .peek(thrown -> assertThat(thrown).isInstanceOf(ConfigException.class))
                .map(Throwable::getMessage)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(EngineExecutionResults results) {
        return results.testEvents()
                .started()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What Jupiter makes of it: nothing. */
    private static void isPassedOverByJupiter(DiscoverySelector selector) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selector)
                .execute()
                .testEvents()
                .assertStatistics(s -> s.started(0));
    }

    @Test
    void methods_thatJupiterPassesOver_failWithWhatToDo() {
        isPassedOverByJupiter(selectClass(Methods.class));

        EngineExecutionResults results = run(selectClass(Methods.class));

        assertThat(messages(results))
                .containsExactly(
                        "@LoadTest on Methods.answer(): the method must return nothing, but returns int. Keep the value in a"
                                + " field.",
                        "@LoadTest on Methods.secret(): the method must not be private. Leave the modifier out.",
                        "@LoadTest on Methods.shared(): the method must not be static. Leave the modifier out: every virtual"
                                + " user has an instance of its own.",
                        """
                        The load test has 2 configuration problems:
                        \t- @LoadTest on Methods.both(): the method must not be private. Leave the modifier out.
                        \t- @LoadTest on Methods.both(): the method must not be static. Leave the modifier out: every \
                        virtual user has an instance of its own.""");
        assertThat(names(results)).containsExactly("answer()", "both()", "secret()", "shared()");
    }

    static class Methods {
        @LoadTest
        static void shared() {}

        @LoadTest
        private void secret(Vu vu) {}

        @LoadTest
        private static void both() {}

        @LoadTest
        int answer() {
            return 42;
        }

        @Disabled
        @LoadTest
        static void disabled() {}
    }

    @Test
    void soundMethods_areLeftToJupiter() {
        Jupiter.passes(Mixed.class, 2);

        EngineExecutionResults results = run(selectClass(Mixed.class));

        assertThat(names(results)).containsExactly("shared()");
    }

    static class Mixed {
        @LoadTest
        void load() {}

        @Test
        void test() {}

        @LoadTest
        static void shared() {}
    }

    @Test
    void soundClass_hasNoTestsInOurEngine() {
        EngineExecutionResults results = run(selectClass(Sound.class));

        results.testEvents().assertStatistics(s -> s.started(0));
        results.containerEvents().assertStatistics(s -> s.started(1).succeeded(1)); // the engine itself
    }

    static class Sound {
        @LoadTest
        void load() {}

        static class StandsForItself {
            @LoadTest
            static void shared() {}
        }
    }

    @Test
    void privateClass_fails() {
        isPassedOverByJupiter(selectClass(Hidden.class));

        assertThat(messages(run(selectClass(Hidden.class))))
                .containsExactly("@LoadTest on Hidden.load(): the class Hidden must not be private. Leave the modifier"
                        + " out.");
    }

    private static class Hidden {
        @LoadTest
        void load() {}
    }

    @Test
    void nestedClasses_failWithTheClassAround() {
        isPassedOverByJupiter(selectClass(Around.class));

        assertThat(messages(run(selectClass(Around.class))))
                .containsExactly(
                        "@LoadTest on Both.load(): the class Both is static, but marked with @Nested. Leave one of the two"
                                + " out.",
                        "@LoadTest on Deep.shared(): the method must not be static. Leave the modifier out: every virtual"
                                + " user has an instance of its own.",
                        "@LoadTest on Inner.load(): the class Inner is an inner class without @Nested. Mark it with @Nested,"
                                + " or make it static.",
                        "@LoadTest on Secret.load(): the class Secret must not be private. Leave the modifier out.");
        assertThat(messages(run(selectNestedClass(List.of(Around.class), Around.Inner.class))))
                .hasSize(1);
    }

    static class Around {
        class Inner {
            @LoadTest
            void load() {}
        }

        @Nested
        private class Secret {
            @LoadTest
            void load() {}
        }

        @Nested
        static class Both {
            @LoadTest
            void load() {}
        }

        @Nested
        class Middle {
            @Nested
            class Deep {
                @LoadTest
                static void shared() {}
            }
        }
    }

    @Test
    void inheritedMethods_failInTheClassThatWouldRunThem() {
        isPassedOverByJupiter(selectClass(Below.class));

        assertThat(messages(run(selectClass(Base.class)))).isEmpty();
        assertThat(messages(run(selectClass(Below.class))))
                .containsExactly(
                        "@LoadTest on Below.load(): the annotation is on the abstract method of Base, which this one does"
                                + " not inherit it from. Put it on this method.",
                        "@LoadTest on Below.secret(): the method must not be private. Leave the modifier out.");
    }

    abstract static class Base {
        @LoadTest
        abstract void load();

        @LoadTest
        private void secret() {}
    }

    static class Below extends Base {
        @Override
        void load() {}
    }

    @Test
    void selectedMethod_isTheOnlyOne() throws Exception {
        EngineExecutionResults results =
                run(selectMethod(Methods.class, Methods.class.getDeclaredMethod("secret", Vu.class)));

        assertThat(names(results)).containsExactly("secret()");
    }

    @Test
    void failedTest_canBeRunAgainByItsId() {
        UniqueId id = run(selectClass(Methods.class))
                .testEvents()
                .started()
                .map(event -> event.getTestDescriptor())
                .filter(test -> test.getDisplayName().equals("secret()"))
                .map(TestDescriptor::getUniqueId)
                .findFirst()
                .orElseThrow();

        assertThat(names(run(selectUniqueId(id)))).containsExactly("secret()");
        assertThat(names(run(selectUniqueId(id.removeLastSegment())))).hasSize(4);
    }

    @Test
    void tags_areThoseOfTheLoadTest_andAreFilteredBy() {
        assertThat(names(run(excludeTags("load"), selectClass(Tagged.class)))).isEmpty();
        assertThat(names(run(excludeTags("nightly"), selectClass(Tagged.class))))
                .isEmpty();
        assertThat(names(run(includeTags("load & nightly & slow"), selectClass(Tagged.class))))
                .containsExactly("shared()");
    }

    @Tag("nightly")
    static class Tagged {
        @Tag("slow")
        @LoadTest
        static void shared() {}
    }

    @Test
    void classNameFilter_isThatOfTheClassAround() {
        assertThat(names(run(includeClassNamePatterns(".*Other"), selectClass(Around.class))))
                .isEmpty();
        assertThat(names(run(includeClassNamePatterns(".*Around"), selectClass(Around.class))))
                .hasSize(2); // Deep.shared, and load() of three
    }

    @Test
    void package_isLookedThrough() {
        assertThat(names(run(includeClassNamePatterns(".*MisuseTest.*"), selectPackage("dev.stampede.acceptance"))))
                .contains("shared()", "secret()", "load()");
    }

    @Test
    void disabledClass_isLeftAlone() {
        assertThat(names(run(selectClass(Off.class)))).isEmpty();
    }

    @Disabled
    static class Off {
        @LoadTest
        static void shared() {}
    }

    @Test
    void whatDoesNotExist_isNoneOfOurs() {
        assertThat(names(run(selectClass("no.such.Class"), selectMethod("no.such.Class#load"))))
                .isEmpty();
    }

    @Test
    void node_pointsToTheMethod() {
        assertThat(run(selectClass(Hidden.class))
                        .testEvents()
                        .started()
                        .map(event -> event.getTestDescriptor().getSource().orElseThrow())
                        .map(MethodSource.class::cast)
                        .map(source -> source.getClassName() + "#" + source.getMethodName()))
                .containsExactly(Hidden.class.getName() + "#load");
    }
}
