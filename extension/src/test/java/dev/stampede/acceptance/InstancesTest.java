package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.AfterVu;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.io.TempDir;

/** Instances, fields, parameters and the methods around the load. */
class InstancesTest {
    private static final Queue<String> log = new ConcurrentLinkedQueue<>();
    private static final Set<Object> instances = ConcurrentHashMap.newKeySet();

    @StartStop
    private final MockWebServer server = new MockWebServer();

    private static String url = "";

    @BeforeEach
    void forget() {
        log.clear();
        instances.clear();
        url = server.url("/").toString();
    }

    @Test
    void eachVu_hasAnInstanceOfItsOwn() {
        Jupiter.passes(OwnFields.class, 1);

        assertThat(instances).hasSize(3);
        assertThat(log).containsExactlyInAnyOrder("1:1", "1:2", "1:3", "2:1", "2:2", "2:3", "3:1", "3:2", "3:3");
    }

    static class OwnFields {
        private int calls;

        /** Waits for the others, so that each does three iterations. */
        @LoadTest(vus = 3, iterations = 9, duration = "30s")
        void load(Vu vu) {
            instances.add(this);
            log.add(vu.id() + ":" + ++calls);
            String round = ":" + calls;
            while (log.stream().filter(line -> line.endsWith(round)).count() < 3) {
                vu.sleep("1ms");
            }
        }
    }

    @Test
    void methodsAroundTheLoad_areCalledOnceEachInOrder() {
        Jupiter.passes(Around.class, 1);

        assertThat(List.copyOf(log).subList(0, 2)).containsExactly("base before run 0", "before run 0");
        assertThat(log.stream().filter(line -> line.endsWith(" 1")))
                .containsExactly("base before 1", "before 1", "load 1", "after 1", "base after 1");
        assertThat(log.stream().filter(line -> line.endsWith(" 2")))
                .containsExactly("base before 2", "before 2", "load 2", "after 2", "base after 2");
        assertThat(List.copyOf(log).subList(12, 14)).containsExactly("after run 0", "base after run 0");
        assertThat(log).hasSize(14);
        assertThat(instances).hasSize(3);
    }

    static class AroundBase {
        @BeforeRun
        void baseBeforeRun(Vu vu) {
            log.add("base before run " + vu.id());
        }

        @BeforeVu
        void baseBefore(Vu vu) {
            log.add("base before " + vu.id());
        }

        @BeforeVu
        void overridden(Vu vu) {
            log.add("hidden " + vu.id());
        }

        @AfterVu
        void baseAfter(Vu vu) {
            log.add("base after " + vu.id());
        }

        @AfterRun
        void baseAfterRun(Vu vu) {
            log.add("base after run " + vu.id());
        }
    }

    static class Around extends AroundBase {
        @BeforeRun
        void beforeRun(Vu vu) {
            instances.add(this);
            log.add("before run " + vu.id());
        }

        @Override
        @BeforeVu
        void overridden(Vu vu) {
            instances.add(this);
            log.add("before " + vu.id());
        }

        /** Waits for the other one, so that each does one iteration. */
        @LoadTest(vus = 2)
        void load(Vu vu) {
            instances.add(this);
            log.add("load " + vu.id());
            while (log.stream().filter(line -> line.startsWith("load")).count() < 2) {
                vu.sleep("1ms");
            }
        }

        @AfterVu
        void after(Vu vu) {
            instances.add(this);
            log.add("after " + vu.id());
        }

        @AfterRun
        void afterRun(Vu vu) {
            instances.add(this);
            log.add("after run " + vu.id());
        }
    }

    @Test
    void fieldsSetOnJUnitsInstance_areCarriedOver() {
        Jupiter.passes(CarriedOver.class, 1);

        assertThat(log).containsExactly("injected kept token JUnit's 7 0 true");
    }

    @ExtendWith(Injector.class)
    static class CarriedOver extends Injected {
        private @Nullable String token;
        private String own = "own";
        private int number;
        private long untouched;

        @TempDir
        @SuppressWarnings("NullAway.Init")
        Path directory;

        @BeforeRun
        void prepare() {
            token = "token";
            own = "JUnit's";
            number = 7;
        }

        @LoadTest
        void load() {
            log.add(injected + " " + preset + " " + token + " " + own + " " + number + " " + untouched + " "
                    + Files.isDirectory(directory));
        }
    }

    static class Injected {
        @Nullable
        String injected;

        String preset = "kept";
    }

    static class Injector implements TestInstancePostProcessor {
        @Override
        public void postProcessTestInstance(Object testInstance, ExtensionContext context) {
            ((Injected) testInstance).injected = "injected";
            // a fresh instance begins with something else, so this stays with JUnit's
            ((Injected) testInstance).preset = "injected";
        }
    }

    @Test
    void parametersOfOthers_areResolvedOnce() {
        Jupiter.passes(Parameters.class, 1);

        assertThat(Set.copyOf(log)).hasSize(1);
        assertThat(log).hasSize(4).allMatch(line -> line.contains("2 VUs"));
    }

    static class Parameters {
        @LoadTest(value = "2 VUs, please", vus = 2, iterations = 4)
        void load(TestInfo info, Vu vu, @TempDir Path directory, Http http) {
            assertThat(vu.id()).isPositive();
            assertThat(http).isNotNull();
            log.add(info.getDisplayName() + " " + directory);
        }
    }

    @Test
    void parametersOfMethodsAroundTheLoad_areResolvedToo() {
        Jupiter.passes(LifecycleParameters.class, 1);

        assertThat(log).containsExactly("1 iteration by 1 VU", "true", "1 iteration by 1 VU");
    }

    static class LifecycleParameters {
        @BeforeRun
        void beforeRun(TestInfo info, Http http) {
            log.add(info.getDisplayName());
        }

        @BeforeVu
        void beforeVu(@TempDir Path directory) {
            log.add(Files.isDirectory(directory) + "");
        }

        @LoadTest
        void load() {}

        @AfterRun
        void afterRun(TestInfo info) {
            log.add(info.getDisplayName());
        }
    }

    @Test
    void okHttpClient_isTheVusOwnAndMeasured() {
        server.enqueue(new MockResponse.Builder().body("apples").build());
        server.enqueue(new MockResponse.Builder().body("pears").build());

        Jupiter.passes(Client.class, 1);

        assertThat(log).containsExactly("apples", "pears", "http_reqs 2.0");
    }

    static class Client {
        @LoadTest
        void load(OkHttpClient client, Http http) throws Exception {
            try (Response response =
                    client.newCall(new Request.Builder().url(url).build()).execute()) {
                log.add(response.body().string());
            }
            log.add(http.get(url).body());
        }

        @AfterRun
        void measured(dev.stampede.RunResult result) {
            log.add("http_reqs " + result.value("http_reqs", "count"));
        }
    }

    @Test
    void nestedClass_hasInstancesOfTheClassesAround() {
        Jupiter.passes(Outer.class, 1);

        assertThat(log).containsExactly("outer before", "inner before", "5 8", "inner after", "outer after");
        assertThat(instances).hasSize(4);
    }

    @SuppressWarnings("ClassCanBeStatic")
    static class Outer {
        private int basket;

        @BeforeRun
        void junitsInstance() {
            instances.add(this);
        }

        @BeforeVu
        void outerBefore() {
            instances.add(this);
            basket = 5;
            log.add("outer before");
        }

        @AfterVu
        void outerAfter() {
            log.add("outer after");
        }

        @Nested
        class Inner {
            private int more;

            @BeforeRun
            void junitsInstance() {
                instances.add(this);
            }

            @BeforeVu
            void innerBefore() {
                instances.add(this);
                more = basket + 3;
                log.add("inner before");
            }

            @LoadTest
            void load() {
                log.add(basket + " " + more);
            }

            @AfterVu
            void innerAfter() {
                log.add("inner after");
            }
        }
    }

    @Test
    void constructorParameters_areResolvedForEachVu() {
        Jupiter.passes(Constructed.class, 1);

        assertThat(log).containsExactlyInAnyOrder("made", "made", "made");
    }

    static class Constructed {
        private final String name;

        @SuppressWarnings("UnusedMethod")
        private Constructed(TestInfo info) {
            name = info.getTestClass().orElseThrow().getSimpleName();
            log.add("made");
        }

        @LoadTest(vus = 2)
        void load(Vu vu) {
            assertThat(name).isEqualTo("Constructed");
            while (log.size() < 3) { // until the other one has started
                vu.sleep("1ms");
            }
        }
    }

    @Test
    void classLevelMethodsAndSharedInstance_areJUnitsOwn() {
        Jupiter.passes(Shared.class, 2);

        assertThat(log).containsExactly("before all", "load", "load", "after all");
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class Shared {
        @BeforeAll
        void beforeAll() {
            log.add("before all");
        }

        @LoadTest
        void first() {
            log.add("load");
        }

        @LoadTest
        void second() {
            log.add("load");
        }

        @AfterAll
        void afterAll() {
            log.add("after all");
        }
    }

    @Test
    void loadTests_doNotOverlapUnderParallelExecution() {
        var results = Jupiter.run(
                Side.class,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "2"));

        assertThat(Jupiter.failures(results)).isEmpty();
        assertThat(log).hasSize(4);
        assertThat(List.copyOf(log).get(0)).isEqualTo(List.copyOf(log).get(1));
        assertThat(List.copyOf(log).get(2)).isEqualTo(List.copyOf(log).get(3));
    }

    static class Side {
        @LoadTest(iterations = 2)
        void left(Vu vu) {
            log.add("left");
            vu.sleep("10ms");
        }

        @LoadTest(iterations = 2)
        void right(Vu vu) {
            log.add("right");
            vu.sleep("10ms");
        }
    }

    @Test
    void whatBeforeRunSets_isCarriedOver_alsoWhereAFreshInstanceBeginsWithSomethingElse() {
        Jupiter.passes(Initialised.class, 1);

        assertThat(log).containsExactlyInAnyOrder("secret of 1: VU 1", "secret of 1: VU 2");
    }

    static class Initialised {
        private String token = "";
        private int runs = 0;
        private String own = "VU";

        @BeforeRun
        void logIn() {
            runs++;
            token = "secret of " + runs;
        }

        @BeforeVu
        void name(Vu vu) {
            own += " " + vu.id();
        }

        @LoadTest(vus = 2, iterations = 2)
        void load(Vu vu) {
            log.add(token + ": " + own);
            long others = log.size();
            while (log.size() < 2 && others < 2) {
                vu.sleep("1ms"); // so that each does one
            }
        }
    }

    @Test
    void inheritedNestedClass_belongsToTheConcreteClassAroundIt() {
        Throwable failure = Jupiter.failureOf(Concrete.class);

        assertThat(failure).hasMessageContaining("✗ iterations count>100 -> observed 1 over 1 sample");
        assertThat(log).containsExactly("before run of the concrete class", "load");
    }

    abstract static class WithNested {
        @Nested
        class Inner {
            @LoadTest
            void load() {
                log.add("load");
            }
        }
    }

    @Threshold(metric = "iterations", value = "count>100")
    static class Concrete extends WithNested {
        @BeforeRun
        void before() {
            log.add("before run of the concrete class");
        }
    }
}
