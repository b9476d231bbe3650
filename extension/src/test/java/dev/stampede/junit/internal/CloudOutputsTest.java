package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stampede.ConfigException;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.internal.CloudOutputs.Decision;
import dev.stampede.options.OptionLayer;
import dev.stampede.options.Options;
import dev.stampede.options.Problems;
import dev.stampede.output.Output;
import dev.stampede.output.ResultsHome;
import dev.stampede.output.cloud.config.CloudConfig;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudOutputsTest {

    /** As JUnit tells it. */
    private static List<Class<?>> enclosing(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null || Modifier.isStatic(type.getModifiers()) ? List.of() : List.of(outer);
    }

    private static Decision decide(Class<?> type, Map<String, String> parameters, Map<String, String> environment)
            throws NoSuchMethodException {
        Problems problems = new Problems();
        Options options = Options.merge("test", List.of(OptionLayer.builder().build()), problems);
        Decision decision = new CloudOutputs(new Surroundings(parameters::get, environment))
                .decide(new Site(type, enclosing(type), type.getDeclaredMethod("load")), options, problems);
        problems.throwIfAny();
        return decision;
    }

    private static List<String> hosts(Decision decision) {
        return decision.outputs().stream().map(Output::describe).toList();
    }

    @Test
    void noAnnotation_isNoCloud() throws Exception {
        assertThat(decide(Plain.class, Map.of(), Map.of("K6_CLOUD_TOKEN", "secret")))
                .isEqualTo(Decision.NONE);
    }

    @Test
    void annotation_isOverriddenByParameterAndThatByEnvironment() throws Exception {
        assertThat(hosts(decide(Local.class, Map.of(), Map.of()))).containsExactly("cloud (http://localhost:1)");
        Map<String, String> parameters = Map.of("stampede.cloud.host", "http://localhost:2");
        assertThat(hosts(decide(Local.class, parameters, Map.of()))).containsExactly("cloud (http://localhost:2)");
        assertThat(hosts(decide(Local.class, parameters, Map.of("K6_CLOUD_HOST", "http://localhost:3"))))
                .containsExactly("cloud (http://localhost:3)");
    }

    @Test
    void annotationOfMethod_winsOverItsClassAndTheClassAroundIt() throws Exception {
        assertThat(hosts(decide(Local.OnMethod.class, Map.of(), Map.of())))
                .containsExactly("cloud (http://localhost:4)");
        assertThat(hosts(decide(Local.FromOutside.class, Map.of(), Map.of())))
                .containsExactly("cloud (http://localhost:1)");
    }

    @Test
    void outParameterOrVariable_asksForTheCloud() throws Exception {
        Map<String, String> token = Map.of("K6_CLOUD_TOKEN", "secret");
        assertThat(hosts(decide(Plain.class, Map.of("stampede.out", "cloud"), token)))
                .containsExactly("cloud (https://ingest.k6.io)");
        assertThat(hosts(decide(Plain.class, Map.of(), Map.of("K6_CLOUD_TOKEN", "secret", "K6_OUT", "cloud"))))
                .containsExactly("cloud (https://ingest.k6.io)");
    }

    @Test
    void unknownOutput_isAnError() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> decide(Plain.class, Map.of("stampede.out", "cloud"), Map.of("K6_OUT", "jsn=a.json")))
                .withMessage(
                        "environment variable K6_OUT: invalid output type 'jsn', available types are: cloud. Correct it,"
                                + " or remove it to stream only where @CloudOutput says so.");
    }

    @Test
    void missingTokenWithARealHost_isAnError() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> decide(Real.class, Map.of(), Map.of()))
                .withMessageStartingWith("Running cloud tests requires auth settings: access token not configured.")
                .withMessageContaining("K6_CLOUD_TOKEN");
    }

    /** Never opened here. */
    private static final ResultsHome HOME = new ResultsHome() {
        @Override
        public Service open(Path folder) {
            throw new AssertionError("nothing is opened here");
        }

        @Override
        public Output report(Path file) {
            throw new AssertionError("nothing is opened here");
        }
    };

    private static List<String> hostsWithAHome(Class<?> type, Map<String, String> environment)
            throws NoSuchMethodException {
        Problems problems = new Problems();
        Options options = Options.merge("test", List.of(OptionLayer.builder().build()), problems);
        Decision decision = new CloudOutputs(
                        new Surroundings(key -> null, environment), () -> java.util.Optional.of(HOME))
                .decide(new Site(type, enclosing(type), type.getDeclaredMethod("load")), options, problems);
        problems.throwIfAny();
        return hosts(decision);
    }

    @Test
    void withoutTokenAndHost_theResultsServiceTakesThePlaceOfTheCloud() throws Exception {
        assertThat(hostsWithAHome(Real.class, Map.of())).containsExactly("results");
        assertThat(hostsWithAHome(Optional.class, Map.of())).containsExactly("results");
        assertThat(hostsWithAHome(Plain.class, Map.of("K6_OUT", "cloud"))).containsExactly("results");
        assertThat(hostsWithAHome(Plain.class, Map.of())).isEmpty();
    }

    @Test
    void whoSaysWhereARunBelongs_isNotGivenTheResultsService() throws Exception {
        assertThat(hostsWithAHome(Real.class, Map.of("K6_CLOUD_TOKEN", "secret")))
                .containsExactly("cloud (https://ingest.k6.io)");
        assertThat(hostsWithAHome(Local.class, Map.of())).containsExactly("cloud (http://localhost:1)");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> hostsWithAHome(Real.class, Map.of("K6_CLOUD_HOST", "https://k6.example.com")));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> hostsWithAHome(Real.class, Map.of("K6_CLOUD_PUSH_REF_ID", "17")));
    }

    @Test
    void otherSettings_areCheckedBeforeAnyLoadAllTheSame() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> hostsWithAHome(Real.class, Map.of("K6_CLOUD_AGGREGATION_PERIOD", "1ms")))
                .withMessageContaining("the aggregation period must be a whole number of seconds");
    }

    @Test
    void optionalWithoutToken_runsWithoutAndSaysSo() throws Exception {
        assertThat(decide(Optional.class, Map.of(), Map.of()))
                .isEqualTo(new Decision(
                        List.of(),
                        List.of(
                                "Optional.load runs without the cloud: no token (K6_CLOUD_TOKEN) is set, and @CloudOutput on"
                                        + " Optional is optional."),
                        java.util.Optional.empty()));
    }

    @Test
    void archive_isMadeUnlessItIsNotWanted() throws Exception {
        assertThat(decide(Local.class, Map.of(), Map.of()).archived()).isPresent();
        assertThat(decide(Plain.class, Map.of(), Map.of()).archived()).isEmpty();
        assertThat(decide(Local.class, Map.of(), Map.of("K6_NO_ARCHIVE_UPLOAD", "true"))
                        .archived())
                .isEmpty();
        assertThat(decide(WithoutArchive.class, Map.of(), Map.of()).archived()).isEmpty();
        assertThat(decide(WithoutArchive.class, Map.of(), Map.of("K6_NO_ARCHIVE_UPLOAD", "false"))
                        .archived())
                .isPresent();
    }

    @Test
    void name_keepsItsSource() throws Exception {
        CloudConfig config = decide(Local.class, Map.of(), Map.of("K6_CLOUD_NAME", "Shop"))
                .archived()
                .orElseThrow();

        assertThat(config.name()).contains("Shop");
        assertThat(config.source("name")).contains("environment variable K6_CLOUD_NAME");
    }

    @Test
    void optionalWithTokenOrLocalHost_streams() throws Exception {
        assertThat(hosts(decide(Optional.class, Map.of(), Map.of("K6_CLOUD_TOKEN", "secret"))))
                .containsExactly("cloud (https://ingest.k6.io)");
        assertThat(hosts(decide(Optional.class, Map.of(), Map.of("K6_CLOUD_HOST", "http://127.0.0.1:5"))))
                .containsExactly("cloud (http://127.0.0.1:5)");
    }

    @Test
    void optionalButAskedFor_needsTheToken() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> decide(Optional.class, Map.of(), Map.of("K6_OUT", "cloud")))
                .withMessageContaining("access token not configured");
    }

    @Test
    void loginOfK6_countsAsAToken(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.json"),
                "{\"collectors\": {\"cloud\": {\"token\": \"t\", \"host\": \"https://h\"}}}");
        Map<String, String> environment = Map.of("K6_CONFIG", file.toString());

        assertThat(hosts(decide(Optional.class, Map.of(), environment))).containsExactly("cloud (https://h)");
        assertThat(hosts(decide(Local.class, Map.of(), environment))).containsExactly("cloud (http://localhost:1)");
    }

    @Test
    void brokenConfigFileOfK6_isAnErrorWhereTheCloudIsAskedFor(@TempDir Path folder) throws Exception {
        Map<String, String> environment =
                Map.of("K6_CONFIG", folder.resolve("missing.json").toString());

        assertThat(decide(Plain.class, Map.of(), environment)).isEqualTo(Decision.NONE);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> decide(Local.class, Map.of(), environment))
                .withMessageStartingWith(
                        "failed to load the configuration file from the local file system: couldn't load"
                                + " the configuration from \"" + folder.resolve("missing.json") + "\": no such file");
    }

    @CloudOutput(host = "http://localhost:1", archiveUpload = false)
    static class WithoutArchive {
        @LoadTest
        void load() {}
    }

    static class Plain {
        @LoadTest
        void load() {}
    }

    @CloudOutput(name = "Checkout", projectId = 42, host = "http://localhost:1")
    @SuppressWarnings("ClassCanBeStatic")
    static class Local {
        @LoadTest
        void load() {}

        @CloudOutput(host = "http://localhost:5")
        class OnMethod {
            @LoadTest
            @CloudOutput(host = "http://localhost:4")
            void load() {}
        }

        class FromOutside {
            @LoadTest
            void load() {}
        }
    }

    @CloudOutput
    static class Real {
        @LoadTest
        void load() {}
    }

    @CloudOutput(optional = true)
    static class Optional {
        @LoadTest
        void load() {}
    }
}
