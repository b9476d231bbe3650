package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stampede.ConfigException;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.SystemTag;
import dev.stampede.run.LoadOptions;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private final Problems problems = new Problems();

    private Options file(String json) {
        OptionLayer layer = JsonLayer.read(json, "options file load.json", problems);
        return Options.merge("@LoadTest on Cart.load()", List.of(layer), problems);
    }

    private LoadOptions built(String json) {
        LoadOptions.Builder builder = LoadOptions.builder("cart");
        file(json).applyTo(builder);
        problems.throwIfAny();
        return builder.build();
    }

    private List<String> problemsOf(Map<String, String> environment) {
        OptionLayer layer = EnvironmentLayer.read(environment, problems);
        Options unused = Options.merge("@LoadTest on Cart.load()", List.of(layer), problems);
        return problems.all();
    }

    @Test
    void unknownTreatmentOfGeneratorHealth_isAProblemThatNamesTheKnownOnes() {
        Problems found = new Problems();
        OptionLayer layer = EnvironmentLayer.read(Map.of("STAMPEDE_GENERATOR_HEALTH", "loud"), found);
        Options unused = Options.merge("here", List.of(layer), found);

        assertThat(found.all())
                .containsExactly(
                        "here: no way to treat generator health: 'loud', given as generatorHealth = \"loud\" (from"
                                + " environment variable STAMPEDE_GENERATOR_HEALTH). Use one of fail, warn, off, or leave it out for"
                                + " fail.");
    }

    @Test
    void nothingGiven_leavesTheDefaultsOfTheBuilder() {
        LoadOptions options = built("{}");
        LoadOptions standard = LoadOptions.builder("cart").build();

        assertThat(options.scenarios()).isEqualTo(standard.scenarios());
        assertThat(options.http()).isEqualTo(HttpOptions.DEFAULTS);
        assertThat(options).usingRecursiveComparison().ignoringFields("console").isEqualTo(standard);
    }

    @Test
    void everythingGiven_reachesTheBuilder() {
        LoadOptions options = built("""
                {"vus": 2, "duration": "5s", "gracefulStop": "3s", "executionSegment": "1/4:1/2",
                 "executionSegmentSequence": "0,1/4,1/2,1", "noSetup": true, "noTeardown": true, "setupTimeout": "1s",
                 "teardownTimeout": "2s", "shutdownTimeout": "7s", "minIterationDuration": "4s", "thresholds": {"checks": ["rate>0.9"]},
                 "tags": {"a": "b"}, "systemTags": ["url"], "env": {"KEY": "value"}, "userAgent": "", "maxRedirects": 0,
                 "hosts": {"*.TEST": "127.0.0.1"}, "insecureSkipTLSVerify": true}""");

        assertThat(options.scenarios())
                .containsExactly(Scenario.of("default", new LoadProfile.ConstantVus(2, Duration.ofSeconds(5)))
                        .withGracefulStop(Duration.ofSeconds(3)));
        assertThat(options.share()).hasToString("1/4:1/2");
        assertThat(options.setup()).isFalse();
        assertThat(options.teardown()).isFalse();
        assertThat(options.setupTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.teardownTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.shutdownTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.minIterationDuration()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.thresholds()).containsExactly(ThresholdSpec.of("checks", "rate>0.9"));
        assertThat(options.tags()).isEqualTo(Map.of("a", "b"));
        assertThat(options.systemTags()).isEqualTo(Set.of(SystemTag.URL));
        assertThat(options.env()).isEqualTo(Map.of("KEY", "value"));
        assertThat(options.http().userAgent()).isEmpty();
        assertThat(options.http().maxRedirects()).isZero();
        assertThat(options.http().hosts()).containsOnlyKeys("*.test");
        assertThat(options.http().insecureSkipTlsVerify()).isTrue();
    }

    @Test
    void noThresholds_leavesDeclaredOnesOut() {
        Options options = Options.merge(
                "test",
                List.of(
                        JsonLayer.read("{\"thresholds\": {\"checks\": [\"rate>0.9\"]}}", "file", problems),
                        EnvironmentLayer.read(Map.of("K6_NO_THRESHOLDS", "T"), problems)),
                problems);
        LoadOptions.Builder builder = LoadOptions.builder("cart");
        options.applyTo(builder);

        assertThat(builder.build().thresholds()).isEmpty();
        assertThat(problems.any()).isFalse();
    }

    @Test
    void mapsAndLists_areReplacedAsAWhole() {
        Options options = Options.merge(
                "test",
                List.of(
                        JsonLayer.read("{\"tags\": {\"f\": \"1\"}, \"systemTags\": [\"url\"]}", "file", problems),
                        JsonLayer.read("{\"tags\": {}}", "empty", problems),
                        EnvironmentLayer.read(Map.of("K6_TAGS", "e:2", "K6_SYSTEM_TAGS", "ip"), problems)),
                problems);

        assertThat(options.get(Setting.TAGS))
                .isEqualTo(new Given<>(Map.of("e", "2"), "environment variable K6_TAGS", "{e=2}"));
        assertThat(options.get(Setting.SYSTEM_TAGS))
                .isEqualTo(new Given<>(Set.of(SystemTag.IP), "environment variable K6_SYSTEM_TAGS", "\"ip\""));
    }

    @Test
    void sources_areALineEachWithSecretsMasked() {
        Options options = Options.merge(
                "test",
                List.of(
                        JsonLayer.read("""
                                {"cloud": {"projectID": 42, "token": "abcdefghijklmnop", "apiSecret": "short",
                                           "more": {"password": "hunter2hunter2"}, "list": [1, "b"]},
                                 "env": {"PASSWORD": "hunter2", "A": "b"}, "duration": "1m30s", "tags": {"a": "b"},
                                 "hosts": {"shop.test": "127.0.0.1"},
                                 "thresholds": {"checks": ["rate>0.9"]}}""", "options file load.json", problems),
                        EnvironmentLayer.read(Map.of("K6_VUS", "7", "K6_SYSTEM_TAGS", "url"), problems)),
                problems);

        assertThat(problems.all()).isEmpty();
        assertThat(options.sources())
                .containsExactly(
                        "vus = 7 (from environment variable K6_VUS)",
                        "duration = \"1m30s\" (from options file load.json)",
                        "thresholds = [checks rate>0.9] (from options file load.json)",
                        "tags = {a=b} (from options file load.json)",
                        "systemTags = \"url\" (from environment variable K6_SYSTEM_TAGS)",
                        "env = {A=***, PASSWORD=***} (from options file load.json)",
                        "hosts = {shop.test=127.0.0.1} (from options file load.json)",
                        "cloud = {projectID=42, token=abcd********mnop, apiSecret=*****,"
                                + " more={password=hunt******ter2}, list=[1, b]} (from options file load.json)");
    }

    @Test
    void segmentThatDoesNotFit_isAnError() {
        assertThat(problemsOf(Map.of("K6_EXECUTION_SEGMENT", "0:1/3", "K6_EXECUTION_SEGMENT_SEQUENCE", "0,1/2,1")))
                .containsExactly(
                        "@LoadTest on Cart.load(): provided segment 0:1/3 can't be found in sequence 0,1/2,1, given"
                                + " as executionSegment = \"0:1/3\" (from environment variable K6_EXECUTION_SEGMENT) and"
                                + " executionSegmentSequence = \"0,1/2,1\" (from environment variable"
                                + " K6_EXECUTION_SEGMENT_SEQUENCE). Use a part such as \"1/4:1/2\" or \"25%:50%\", of a sequence such"
                                + " as \"0,1/4,1/2,1\".");
    }

    @Test
    void timesAndNumbersOutOfRange_areErrors() {
        assertThat(problemsOf(Map.of(
                        "K6_SETUP_TIMEOUT", "0s",
                        "K6_TEARDOWN_TIMEOUT", "-1s",
                        "STAMPEDE_SHUTDOWN_TIMEOUT", "0s",
                        "K6_MIN_ITERATION_DURATION", "-1s",
                        "K6_MAX_REDIRECTS", "-1",
                        "K6_SUMMARY_MODE", "legacy",
                        "K6_SUMMARY_TIME_UNIT", "h")))
                .containsExactly(
                        "@LoadTest on Cart.load(): setupTimeout must be positive, given as setupTimeout = \"0s\" (from"
                                + " environment variable K6_SETUP_TIMEOUT). Use a time such as \"30s\", or leave it out for"
                                + " 60s.",
                        "@LoadTest on Cart.load(): teardownTimeout must be positive, given as teardownTimeout = \"-1s\""
                                + " (from environment variable K6_TEARDOWN_TIMEOUT). Use a time such as \"30s\", or leave it"
                                + " out for 60s.",
                        "@LoadTest on Cart.load(): shutdownTimeout must be positive, given as shutdownTimeout = \"0s\" (from"
                                + " environment variable STAMPEDE_SHUTDOWN_TIMEOUT). Use a time such as \"30s\", or leave it out"
                                + " for 7s.",
                        "@LoadTest on Cart.load(): minIterationDuration can't be negative, given as minIterationDuration ="
                                + " \"-1s\" (from environment variable K6_MIN_ITERATION_DURATION). Use a time such as \"1s\","
                                + " or leave it out.",
                        "@LoadTest on Cart.load(): maxRedirects can't be negative, given as maxRedirects = -1 (from"
                                + " environment variable K6_MAX_REDIRECTS). Use 0 to follow none, or more.",
                        "@LoadTest on Cart.load(): invalid summary time unit 'h', given as summaryTimeUnit = \"h\" (from"
                                + " environment variable K6_SUMMARY_TIME_UNIT). Use one of s, ms, us, or leave it out for the"
                                + " one that fits.",
                        "@LoadTest on Cart.load(): invalid summary mode 'legacy', given as summaryMode = \"legacy\" (from"
                                + " environment variable K6_SUMMARY_MODE). Use one of compact, full, disabled, or leave it"
                                + " out for compact.");
    }

    @Test
    void variableThatIsNearlyKnown_isWarnedOf() {
        OptionLayer layer = EnvironmentLayer.read(
                Map.of("K6_DURATON", "5s", "K6_OUT", "cloud", "K6_CLOUD_TOKEN", "x", "PATH", "y"), problems);
        Options options = Options.merge("test", List.of(layer), problems);

        assertThat(options.warnings())
                .containsExactly("environment variable K6_DURATON means nothing; did you mean 'K6_DURATION'?");
        assertThat(problems.any()).isFalse();
    }

    @Test
    void runtimeSettings_areNotInFiles() {
        Options unused = file("{\"summaryMode\": \"full\"}");

        assertThat(problems.all())
                .singleElement()
                .asString()
                .startsWith("options file load.json: json: unknown field \"summaryMode\". ");
    }

    @Test
    void ignoredOptions_areThoseOfAllLayers() {
        Options options = Options.merge(
                "test",
                List.of(
                        JsonLayer.read("{\"linger\": true}", "file", problems),
                        EnvironmentLayer.read(Map.of("K6_WEB_DASHBOARD", "true"), problems)),
                problems);

        assertThat(options.ignored())
                .containsExactly("linger (from file)", "webDashboard (from environment variable K6_WEB_DASHBOARD)");
    }

    @Test
    void problems_areThrownAllAtOnce() {
        Options unused = file("{\"vus\": 0, \"durations\": 1}");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(problems::throwIfAny)
                .withMessageStartingWith("The load test has 2 configuration problems:");
    }

    @Test
    void durationThatIsNone_isAProblemOfItsPlace() {
        assertThat(problems.duration("@LoadTest on Cart.load()", "duration", new Given<>("abc", Given.ANNOTATION)))
                .isNull();
        assertThat(problems.duration("here", "duration", new Given<>("3s", Given.ANNOTATION)))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(problems.all())
                .containsExactly(
                        "@LoadTest on Cart.load(): time: invalid duration \"abc\", given as duration = \"abc\" (from"
                                + " the annotation). Use numbers with units, such as \"300ms\", \"30s\" or \"1m30s\".");
    }
}
