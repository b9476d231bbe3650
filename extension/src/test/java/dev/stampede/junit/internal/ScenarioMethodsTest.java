package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.stampede.ConfigException;
import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.engine.LoadProfile;
import dev.stampede.junit.ConstantVus;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.PerVuIterations;
import dev.stampede.junit.Scenario;
import dev.stampede.junit.SharedIterations;
import dev.stampede.junit.Threshold;
import dev.stampede.options.Problems;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioMethodsTest {
    private static final LoadProfile ONCE = new LoadProfile.PerVuIterations(1, 1, Duration.ofMinutes(10));

    private static ScenarioMethods found(Class<?> type) {
        Problems problems = new Problems();
        ScenarioMethods methods = ScenarioMethods.of(type, problems);
        problems.throwIfAny();
        return methods;
    }

    private static List<String> problems(Class<?> type) {
        Problems problems = new Problems();
        ScenarioMethods unused = ScenarioMethods.of(type, problems);
        try {
            problems.throwIfAny();
        } catch (ConfigException e) {
            return e.problems();
        }
        return List.of();
    }

    private static List<Method> methods(Class<?> type) {
        return found(type).all().stream().map(ScenarioMethods.Body::method).toList();
    }

    @Test
    void nothingGiven_isNamedAfterTheMethodAndStartsAtOnce() {
        assertThat(found(Plain.class).scenarios())
                .containsExactly(dev.stampede.engine.Scenario.of("browse", ONCE).running("browse"));
    }

    @Test
    void everythingGiven_isTaken() {
        assertThat(found(Full.class).scenarios())
                .containsExactly(new dev.stampede.engine.Scenario(
                        "ordering_2-b",
                        new LoadProfile.ConstantVus(3, Duration.ofSeconds(5)),
                        Duration.ofSeconds(90),
                        Duration.ZERO,
                        "order",
                        Map.of("HOST", "a=b", "EMPTY", ""),
                        Map.of("kind", "writer", "team", "a=b")));
    }

    @Test
    void scenarios_comeInOrderOfTheirNames() {
        assertThat(found(Several.class).scenarios())
                .extracting(dev.stampede.engine.Scenario::name, dev.stampede.engine.Scenario::exec)
                .containsExactly(tuple("alpha", "zulu"), tuple("beta", "beta"), tuple("gamma", "alpha"));
    }

    @Test
    void classWithoutScenarios_hasNone() {
        assertThat(found(OnlyLoadTest.class).isEmpty()).isTrue();
        assertThat(found(OnlyLoadTest.class).scenarios()).isEmpty();
    }

    @Test
    void inheritedScenarios_countAndAnOverriddenOneCountsOnceAsItsOverrideIsMarked() throws Exception {
        assertThat(methods(Derived.class))
                .containsExactly(
                        Contract.class.getDeclaredMethod("fromInterface"),
                        Derived.class.getDeclaredMethod("overridden"),
                        Base.class.getDeclaredMethod("inherited"));
        assertThat(found(Derived.class).scenarios())
                .extracting(dev.stampede.engine.Scenario::name)
                .containsExactly("fromInterface", "overridden", "parent");
    }

    @Test
    void scenariosOfTheEnclosingClass_belongToItAlone() throws Exception {
        assertThat(methods(Outer.Inner.class)).containsExactly(Outer.Inner.class.getDeclaredMethod("inner"));
        assertThat(methods(Outer.class)).containsExactly(Outer.class.getDeclaredMethod("outer"));
    }

    @Test
    void metaAnnotation_bringsScenarioAndLoad() {
        assertThat(found(Composed.class).scenarios())
                .containsExactly(dev.stampede.engine.Scenario.of("browse", ONCE)
                        .running("browse")
                        .withTags(Map.of("kind", "reader")));
    }

    @Test
    void noExecutor_isAnError() {
        assertThat(problems(NoExecutor.class))
                .containsExactly(
                        "@Scenario on NoExecutor.browse(): scenario 'reader' doesn't have a specified executor"
                                + " type. Put an executor annotation beside it, such as @ConstantVus(vus = 5, duration = \"30s\").");
    }

    @Test
    void wrongExecutors_areToldWithTheScenario() {
        assertThat(problems(WrongExecutor.class))
                .containsExactly(
                        "@Scenario on WrongExecutor.browse(): the load is given twice, by @SharedIterations and"
                                + " @PerVuIterations. Keep one of them; several loads in one run are @Scenario methods, each"
                                + " with its own.",
                        "@Scenario on WrongExecutor.order(): the number of VUs must be more than 0, given as vus = 0 (from"
                                + " @ConstantVus). Use 1 or more, or leave vus out for 1.",
                        "@Scenario on WrongExecutor.order(): the gracefulStop timeout can't be negative, given as"
                                + " gracefulStop = \"-1s\" (from @ConstantVus). Use \"0s\" to interrupt iterations at once,"
                                + " or leave gracefulStop out for 30s.");
    }

    @Test
    void nameWithOtherCharacters_isAnError() {
        assertThat(problems(WrongNames.class))
                .containsExactly(
                        "@Scenario on WrongNames.browse(): the scenario name should contain only numbers, latin letters,"
                                + " underscores, and dashes, but is \"busy hour\". Give it another, such as"
                                + " @Scenario(\"browse\").",
                        "@Scenario on WrongNames.pay$(): the scenario name should contain only numbers, latin letters,"
                                + " underscores, and dashes, but is \"pay$\". Give it another, such as"
                                + " @Scenario(\"browse\").");
    }

    @Test
    void startTimeThatIsNoneNegativeOrTooLate_isAnError() {
        assertThat(problems(WrongStarts.class))
                .containsExactly(
                        "@Scenario on WrongStarts.a(): time: invalid duration \"soon\", given as startTime = \"soon\" (from"
                                + " @Scenario). Use numbers with units, such as \"300ms\", \"30s\" or \"1m30s\".",
                        "@Scenario on WrongStarts.b(): the startTime can't be negative, given as startTime = \"-5s\" (from"
                                + " @Scenario). Use a time such as \"30s\", or leave startTime out to start at once.",
                        "@Scenario on WrongStarts.c(): the startTime must be at most 792000h, but is 900000h, given as"
                                + " startTime = \"900000h\" (from @Scenario). Use a shorter time.");
    }

    @Test
    void tagsThatAreNone_areAnErrorEach() {
        String remedy = ". Write \"key=value\", neither of them empty.";
        assertThat(problems(WrongTags.class))
                .containsExactly(
                        "@Scenario on WrongTags.a(): error parsing tag '': invalid tag, empty string" + remedy,
                        "@Scenario on WrongTags.a(): error parsing tag '=b': invalid tag, empty name" + remedy,
                        "@Scenario on WrongTags.a(): error parsing tag 'a': invalid tag, empty value" + remedy,
                        "@Scenario on WrongTags.a(): error parsing tag 'a=': invalid tag, empty value" + remedy,
                        "@Scenario on WrongTags.a(): the tag 'k' is given twice, as '1' and '2'. Keep one of them.");
    }

    @Test
    void settingsThatAreNone_areAnErrorEach() {
        String remedy = ". Write \"KEY=value\"; \"KEY=\" is an empty value.";
        assertThat(problems(WrongEnv.class))
                .containsExactly(
                        "@Scenario on WrongEnv.a(): error parsing env '': invalid env, empty string" + remedy,
                        "@Scenario on WrongEnv.a(): error parsing env '=b': invalid env, empty name" + remedy,
                        "@Scenario on WrongEnv.a(): error parsing env 'A': invalid env, empty value" + remedy,
                        "@Scenario on WrongEnv.a(): the env 'K' is given twice, as '' and '2'. Keep one of them.");
    }

    @Test
    void methodThatCannotBeAScenario_isAnErrorEach() {
        assertThat(problems(WrongMethods.class))
                .containsExactly(
                        "@Scenario on WrongMethods.a(): the method must not be private. Leave the modifier out.",
                        "@Scenario on WrongMethods.b(): the method must not be static. Leave the modifier out; each virtual"
                                + " user has an instance of its own.",
                        "@Scenario on WrongMethods.c(): the method must return nothing, but returns String. Keep the value"
                                + " in a field.",
                        "@Scenario on WrongMethods.d(): the method is also marked with @Test. Remove that annotation; the"
                                + " class's @LoadTest method runs its scenarios.",
                        "@Scenario on WrongMethods.e(): the method is also marked with @LoadTest. Remove that annotation;"
                                + " the class's @LoadTest method runs its scenarios.",
                        "@Scenario on WrongMethods.f(): the method is also marked with @ParameterizedTest. Remove that"
                                + " annotation; the class's @LoadTest method runs its scenarios.",
                        "@Scenario on WrongMethods.g(): the method is also marked with @Threshold, which belongs to the run."
                                + " Move it to the @LoadTest method; a metric such as \"http_req_duration{scenario:g}\" makes"
                                + " it hold for this scenario alone.");
    }

    @Test
    void twoScenariosOfOneName_areAnError() {
        assertThat(problems(SameName.class))
                .containsExactly(
                        "@Scenario on SameName.order(): there is another scenario called 'browse', @Scenario on"
                                + " SameName.browse(). Give one of them another name, such as @Scenario(\"browse2\").");
    }

    @Test
    void twoMethodsOfOneName_areAnErrorWhateverTheScenariosAreCalled() {
        assertThat(problems(SameMethod.class))
                .containsExactly(
                        "@Scenario on SameMethod.browse(): there is another scenario method called browse, with"
                                + " other parameters. Rename one of the methods.");
    }

    @Test
    void executorOnAMethodThatNothingRuns_isAnError() {
        assertThat(problems(Forgotten.class))
                .containsExactly(
                        "@ConstantVus on Forgotten.browse(): the method is neither a @Scenario nor a @LoadTest, so"
                                + " that nothing would run it. Add one of them, or remove @ConstantVus.");
    }

    static class Plain {
        @Scenario
        @PerVuIterations
        void browse(Vu vu, Http http) {}
    }

    static class Full {
        @Scenario(
                value = "ordering_2-b",
                startTime = "1m30s",
                tags = {"kind=writer", "team=a=b"},
                env = {"HOST=a=b", "EMPTY="})
        @ConstantVus(vus = 3, duration = "5s", gracefulStop = "0s")
        void order() {}
    }

    static class Several {
        @Scenario("gamma")
        @PerVuIterations
        void alpha() {}

        @Scenario("alpha")
        @PerVuIterations
        void zulu() {}

        @Scenario
        @PerVuIterations
        void beta() {}
    }

    static class OnlyLoadTest {
        @LoadTest
        @ConstantVus(duration = "1s")
        void load() {}

        void helper() {}
    }

    interface Contract {
        @Scenario
        @PerVuIterations
        default void fromInterface() {}
    }

    static class Base {
        @Scenario("parent")
        @PerVuIterations
        void inherited() {}

        @Scenario
        @ConstantVus(duration = "1s")
        void overridden() {}

        @Scenario
        @PerVuIterations
        void switchedOff() {}
    }

    static class Derived extends Base implements Contract {
        @Override
        @Scenario
        @PerVuIterations
        void overridden() {}

        @Override
        void switchedOff() {}
    }

    static class Outer {
        @Scenario
        @PerVuIterations
        void outer() {}

        @Nested
        @SuppressWarnings("ClassCanBeStatic")
        class Inner {
            @Scenario
            @PerVuIterations
            void inner() {}
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Scenario(tags = "kind=reader")
    @PerVuIterations
    @interface Reader {}

    static class Composed {
        @Reader
        void browse() {}
    }

    static class NoExecutor {
        @Scenario("reader")
        void browse() {}
    }

    static class WrongExecutor {
        @Scenario
        @SharedIterations
        @PerVuIterations
        void browse() {}

        @Scenario
        @ConstantVus(vus = 0, duration = "1s", gracefulStop = "-1s")
        void order() {}
    }

    static class WrongNames {
        @Scenario("busy hour")
        @PerVuIterations
        void browse() {}

        @Scenario
        @PerVuIterations
        @SuppressWarnings("MemberName")
        void pay$() {}
    }

    static class WrongStarts {
        @Scenario(startTime = "soon")
        @PerVuIterations
        void a() {}

        @Scenario(startTime = "-5s")
        @PerVuIterations
        void b() {}

        @Scenario(startTime = "900000h")
        @PerVuIterations
        void c() {}
    }

    static class WrongTags {
        @Scenario(tags = {"", "=b", "a", "a=", "k=1", "k=2"})
        @PerVuIterations
        void a() {}
    }

    static class WrongEnv {
        @Scenario(env = {"", "=b", "A", "K=", "K=2"})
        @PerVuIterations
        void a() {}
    }

    static class WrongMethods {
        @Scenario
        @PerVuIterations
        @SuppressWarnings("UnusedMethod") // being private is what is wrong with it
        private void a() {}

        @Scenario
        @PerVuIterations
        static void b() {}

        @Scenario
        @PerVuIterations
        String c() {
            return "";
        }

        @Scenario
        @PerVuIterations
        @Test
        void d() {}

        @Scenario
        @PerVuIterations
        @LoadTest
        void e() {}

        @Scenario
        @PerVuIterations
        @ParameterizedTest
        @ValueSource(ints = 1)
        void f(int number) {}

        @Scenario
        @PerVuIterations
        @Threshold(metric = "checks", value = "rate>0.9")
        void g() {}
    }

    static class SameName {
        @Scenario
        @PerVuIterations
        void browse() {}

        @Scenario("browse")
        @PerVuIterations
        void order() {}
    }

    static class SameMethod {
        @Scenario("one")
        @PerVuIterations
        void browse(Vu vu) {}

        @Scenario("two")
        @PerVuIterations
        void browse(Http http) {}
    }

    static class Forgotten {
        @ConstantVus(duration = "1s")
        void browse() {}

        @LoadTest
        void load() {}
    }
}
