package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.engine.Scenario;
import dev.stampede.metrics.SystemTag;
import dev.stampede.thresholds.ThresholdSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLayerTest {
    private static final String SOURCE = "options file load.json";

    private static final String FULL = """
            {
              "scenarios": {
                "shared": {"executor": "shared-iterations", "vus": 3, "iterations": 30, "maxDuration": "5m"},
                "each": {"executor": "per-vu-iterations", "vus": "2", "iterations": 4, "startTime": "1m30s",
                         "gracefulStop": 0, "exec": "checkout", "env": {"KIND": "each"}, "tags": {"team": "web"},
                         "options": {"browser": {"type": "chromium"}}},
                "constant": {"executor": "constant-vus", "vus": 5, "duration": 30000},
                "ramp": {"executor": "ramping-vus", "startVUs": 0, "gracefulRampDown": "5s",
                         "stages": [{"duration": "10s", "target": 10}, {"duration": 0, "target": 2}]},
                "rate": {"executor": "constant-arrival-rate", "rate": 50, "timeUnit": "1m", "duration": "1d",
                         "preAllocatedVUs": 5, "maxVUs": 20},
                "rates": {"executor": "ramping-arrival-rate", "startRate": 1, "preAllocatedVUs": 4,
                          "stages": [{"duration": "1.5s", "target": 7}]}
              },
              "thresholds": {
                "http_req_duration{name:home}": ["p(95)<500",
                    {"threshold": "avg<200", "abortOnFail": true, "delayAbortEval": "10s"}],
                "checks": [{"threshold": "rate>0.9"}]
              },
              "tags": {"release": "42"},
              "systemTags": ["method", "status"],
              "userAgent": "shopper/1",
              "maxRedirects": 4,
              "hosts": {"Shop.test": "127.0.0.2", "*.example.com": "::1"},
              "insecureSkipTLSVerify": true,
              "executionSegment": "0:1/2",
              "executionSegmentSequence": "0,1/2,1",
              "noSetup": true,
              "noTeardown": false,
              "setupTimeout": "30s",
              "teardownTimeout": 1000,
              "shutdownTimeout": 2000,
              "minIterationDuration": "2s",
              "summaryTrendStats": ["avg", "p(99.9)"],
              "summaryTimeUnit": "ms",
              "cloud": {"projectID": 42, "name": "shop", "token": "abcdefghijklmnop", "distribution": {"x": [1.5]}},
              "duration": null,
              "noUsageReport": true,
              "discardResponseBodies": false,
              "ext": {"other": {"a": 1}}
            }""";

    private static <T> T value(OptionLayer layer, Setting<T> setting) {
        Given<T> given = Objects.requireNonNull(layer.get(setting), setting.key());
        assertThat(given.source()).isEqualTo(SOURCE);
        return given.value();
    }

    private static OptionLayer read(String json) {
        Problems problems = new Problems();
        OptionLayer layer = JsonLayer.read(json, SOURCE, problems);
        assertThat(problems.all()).isEmpty();
        return layer;
    }

    /** Of the file, and of what it means. */
    private static List<String> problems(String json) {
        Problems problems = new Problems();
        OptionLayer layer = JsonLayer.read(json, SOURCE, problems);
        Options unused = Options.merge("@LoadTest on Cart.load()", List.of(layer), problems);
        return problems.all();
    }

    /** Of a file with this one scenario, without what they all begin with. */
    private static List<String> scenarioProblems(String body) {
        return problems("{\"scenarios\": {\"browse\": {" + body.replace('\'', '"') + "}}}").stream()
                .map(problem -> problem.replace("options file load.json: scenarios.browse", "[file] ~")
                        .replace("@LoadTest on Cart.load(): ", "")
                        .replace("scenarios.browse.", "~."))
                .toList();
    }

    @Test
    void fullFile_isReadAsItIs() throws Exception {
        OptionLayer layer = read(FULL);

        assertThat(value(layer, Setting.THRESHOLDS))
                .containsExactly(
                        ThresholdSpec.of("http_req_duration{name:home}", "p(95)<500"),
                        new ThresholdSpec(
                                "http_req_duration{name:home}", "avg<200", true, Duration.ofSeconds(10), true),
                        ThresholdSpec.of("checks", "rate>0.9"));
        assertThat(value(layer, Setting.TAGS)).isEqualTo(Map.of("release", "42"));
        assertThat(value(layer, Setting.SYSTEM_TAGS)).isEqualTo(Set.of(SystemTag.METHOD, SystemTag.STATUS));
        assertThat(value(layer, Setting.USER_AGENT)).isEqualTo("shopper/1");
        assertThat(value(layer, Setting.MAX_REDIRECTS)).isEqualTo(4);
        byte[] ipv6 = new byte[16];
        ipv6[15] = 1;
        assertThat(value(layer, Setting.HOSTS))
                .isEqualTo(Map.of(
                        "shop.test",
                        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 0),
                        "*.example.com",
                        new InetSocketAddress(InetAddress.getByAddress(ipv6), 0)));
        assertThat(value(layer, Setting.DISCARD_RESPONSE_BODIES)).isFalse();
        assertThat(value(layer, Setting.INSECURE_SKIP_TLS_VERIFY)).isTrue();
        assertThat(value(layer, Setting.EXECUTION_SEGMENT)).isEqualTo("0:1/2");
        assertThat(value(layer, Setting.EXECUTION_SEGMENT_SEQUENCE)).isEqualTo("0,1/2,1");
        assertThat(value(layer, Setting.NO_SETUP)).isTrue();
        assertThat(value(layer, Setting.NO_TEARDOWN)).isFalse();
        assertThat(value(layer, Setting.SETUP_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(value(layer, Setting.TEARDOWN_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(value(layer, Setting.SHUTDOWN_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(value(layer, Setting.MIN_ITERATION_DURATION)).isEqualTo(Duration.ofSeconds(2));
        assertThat(value(layer, Setting.SUMMARY_TREND_STATS)).containsExactly("avg", "p(99.9)");
        assertThat(value(layer, Setting.SUMMARY_TIME_UNIT)).isEqualTo("ms");
        assertThat(value(layer, Setting.CLOUD))
                .containsEntry("projectID", 42L)
                .containsEntry("name", "shop")
                .containsKey("distribution");
        assertThat(layer.get(Setting.DURATION)).isNull();
        assertThat(layer.ignored())
                .containsExactlyInAnyOrder(
                        "noUsageReport (from options file load.json)", "ext (from options file load.json)");
    }

    @Test
    void executors_areAllSix() {
        assertThat(value(read(FULL), Setting.SCENARIOS))
                .containsExactly(
                        Scenario.of("shared", new LoadProfile.SharedIterations(3, 30, Duration.ofMinutes(5))),
                        Scenario.of("each", new LoadProfile.PerVuIterations(2, 4, Duration.ofMinutes(10)))
                                .startingAfter(Duration.ofSeconds(90))
                                .withGracefulStop(Duration.ZERO)
                                .running("checkout")
                                .withEnv(Map.of("KIND", "each"))
                                .withTags(Map.of("team", "web")),
                        Scenario.of("constant", new LoadProfile.ConstantVus(5, Duration.ofSeconds(30))),
                        Scenario.of(
                                "ramp",
                                new LoadProfile.RampingVus(
                                        0,
                                        List.of(new Stage(Duration.ofSeconds(10), 10), new Stage(Duration.ZERO, 2)),
                                        Duration.ofSeconds(5))),
                        Scenario.of(
                                "rate",
                                new LoadProfile.ConstantArrivalRate(
                                        50, Duration.ofMinutes(1), Duration.ofDays(1), 5, 20)),
                        Scenario.of(
                                "rates",
                                new LoadProfile.RampingArrivalRate(
                                        1,
                                        Duration.ofSeconds(1),
                                        List.of(new Stage(Duration.ofMillis(1500), 7)),
                                        4,
                                        4)));
    }

    @Test
    void defaultsOfExecutors_areThoseOfK6() {
        assertThat(value(read("""
                {"scenarios": {
                  "a": {"executor": "shared-iterations"},
                  "b": {"executor": "per-vu-iterations"},
                  "c": {"executor": "ramping-vus", "stages": [{"duration": "1s", "target": 1}]}
                }}"""), Setting.SCENARIOS))
                .extracting(Scenario::profile)
                .containsExactly(
                        new LoadProfile.SharedIterations(1, 1, Duration.ofMinutes(10)),
                        new LoadProfile.PerVuIterations(1, 1, Duration.ofMinutes(10)),
                        new LoadProfile.RampingVus(
                                1, List.of(new Stage(Duration.ofSeconds(1), 1)), Duration.ofSeconds(30)));
    }

    @Test
    void thresholdsOfPartsOfTheRun_andNamesOfStages_areRead() {
        OptionLayer layer = read("""
                {"scenarios": {
                   "a": {"executor": "ramping-vus", "stages": [{"duration": "9s", "target": 1, "name": "steady"}]},
                   "b": {"executor": "ramping-arrival-rate", "preAllocatedVUs": 1, "startTime": "20s",
                         "stages": [{"duration": "40s", "target": 1, "name": "peak"}]}},
                 "thresholds": {"checks": [
                   {"threshold": "rate>0.9", "over": "5s", "after": "2s", "during": "steady", "abortOnFail": true},
                   {"threshold": "rate>0.8", "over": 30000}]}}""");

        assertThat(value(layer, Setting.THRESHOLDS))
                .containsExactly(
                        ThresholdSpec.of("checks", "rate>0.9")
                                .over(Duration.ofSeconds(5))
                                .after(Duration.ofSeconds(2))
                                .during("steady")
                                .abortOnFail(),
                        ThresholdSpec.of("checks", "rate>0.8").over(Duration.ofSeconds(30)));
        assertThat(value(layer, Setting.SCENARIOS))
                .extracting(Scenario::profile)
                .containsExactly(
                        new LoadProfile.RampingVus(
                                1, List.of(new Stage(Duration.ofSeconds(9), 1, "steady")), Duration.ofSeconds(30)),
                        new LoadProfile.RampingArrivalRate(
                                0, Duration.ofSeconds(1), List.of(new Stage(Duration.ofSeconds(40), 1, "peak")), 1, 1));
    }

    @Test
    void thresholdsOfPartsThatThereAreNot_areQuoted() {
        assertThat(problems("""
                {"thresholds": {"checks": [{"threshold": "rate>0.9", "over": "0s", "after": "-1s", "during": ""},
                  {"threshold": "rate>0.9", "over": "soon"}, {"threshold": "rate>0.9", "ovr": "1s"}]}}"""))
                .containsExactly(
                        "options file load.json: thresholds.checks[0]: over must be from 1s to 5h, in whole seconds, and"
                                + " above 5m in whole minutes, given as \"over\": \"0s\". Use a time such as \"30s\", or"
                                + " leave it out to judge the whole.",
                        "options file load.json: thresholds.checks[0]: after can't be negative, given as \"after\": \"-1s\"."
                                + " Use a time such as \"10s\", or leave it out to count all.",
                        "options file load.json: thresholds.checks[0]: during is no name of a stage, given as"
                                + " \"during\": \"\". Use the name of one or several stages, or leave it out to count all.",
                        "options file load.json: thresholds.checks[1].over: time: invalid duration \"soon\". Use numbers with units,"
                                + " such as \"300ms\", \"30s\" or \"1m30s\", or a number of milliseconds.",
                        "options file load.json: thresholds.checks[2]: json: unknown field \"ovr\". Did you mean"
                                + " \"over\"?");
        assertThat(problems("""
                {"stages": [{"duration": "10s", "target": 1, "name": "steady"}],
                 "thresholds": {"checks": [{"threshold": "rate>0.9", "during": "stady"},
                                           {"threshold": "rate>0.8", "after": "10s"}]}}"""))
                .containsExactly(
                        "@LoadTest on Cart.load(): threshold \"rate>0.9\" on checks: no stage of the load has the name"
                                + " \"stady\"; did you mean 'steady'? It was given as during = \"stady\" (from options file"
                                + " load.json). There are steady.",
                        "@LoadTest on Cart.load(): threshold \"rate>0.8\" on checks: after leaves nothing of the load, which"
                                + " takes 10s, given as after = \"10s\" (from options file load.json). Use a shorter time.");
    }

    @Test
    void shortOptions_keepTheTextOfTheFile() {
        assertThat(problems("{\"duration\": \"500ms\", \"vus\": 0}"))
                .containsExactly(
                        "@LoadTest on Cart.load(): the number of VUs must be more than 0, given as vus = 0 (from options"
                                + " file load.json). Use 1 or more, or leave vus out.",
                        "@LoadTest on Cart.load(): the duration must be at least 1s, but is 500ms, given as duration ="
                                + " \"500ms\" (from options file load.json). Use \"1s\" or more, or leave duration out.");
        assertThat(problems(
                        "{\"stages\": [{\"target\": 5}, {\"duration\": \"1s\"}, {\"duration\": -1, \"target\": 1}]}"))
                .containsExactly(
                        "@LoadTest on Cart.load(): stage 1 doesn't have a target, given as stages = \":5,1s:,-1ms:1\" (from"
                                + " options file load.json). Give it one, such as 10.",
                        "@LoadTest on Cart.load(): the duration for stage 2 can't be negative, given as duration ="
                                + " \"-1ms\" (from options file load.json). Use \"0s\" to jump to the target, or more.");
    }

    @Test
    void keys_mayBeOfAnyCase() {
        assertThat(value(read("{\"VUs\": 4}"), Setting.VUS)).isEqualTo(4);
    }

    @Test
    void unknownKeys_areErrorsThatNameTheNearOne() {
        assertThat(problems("""
                {"durration": "1s", "gigantic": 1, "stages": [{"duration": "1s", "targets": 1, "target": 1}],
                 "thresholds": {"checks": [{"threshold": "rate>0.9", "abortOnFial": true}]}}"""))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .isEqualTo("options file load.json: json: unknown field \"durration\". Did you mean"
                                        + " \"duration\"?"),
                        one -> assertThat(one)
                                .startsWith(
                                        "options file load.json: json: unknown field \"gigantic\". Remove it; known are"
                                                + " vus, duration, iterations, "),
                        one -> assertThat(one)
                                .isEqualTo(
                                        "options file load.json: stages[0]: json: unknown field \"targets\". Did you mean"
                                                + " \"target\"?"),
                        one -> assertThat(one)
                                .isEqualTo("options file load.json: thresholds.checks[0]: json: unknown field"
                                        + " \"abortOnFial\". Did you mean \"abortOnFail\"?"));
        assertThat(scenarioProblems("'executor': 'constant-vus', 'duration': '1s', 'vuss': 2, 'rate': 1"))
                .containsExactly(
                        "[file] ~: json: unknown field \"vuss\". Did you mean \"vus\"?",
                        "[file] ~: json: unknown field \"rate\". Remove it; known are vus, duration, executor, startTime,"
                                + " gracefulStop, exec, env, tags, options.");
    }

    @Test
    void wrongKinds_areErrorsWithTheirPath() {
        assertThat(problems("""
                {"vus": "many", "iterations": 1.5, "duration": "soon", "noSetup": "true", "userAgent": 5,
                 "maxRedirects": 3000000000, "stages": {}, "systemTags": ["metod"], "setupTimeout": false,
                 "tags": {"a": 1}, "summaryTrendStats": "avg", "cloud": "glc_secretsecret", "env": {"P": 12345}}"""))
                .containsExactlyInAnyOrder(
                        "options file load.json: vus must be a whole number but was \"many\". Use a number such as 10.",
                        "options file load.json: iterations must be a whole number but was 1.5. Use a number such as 10.",
                        "options file load.json: duration: time: invalid duration \"soon\". Use numbers with units, such as"
                                + " \"300ms\", \"30s\" or \"1m30s\", or a number of milliseconds.",
                        "options file load.json: noSetup must be true or false but was \"true\". Use true or false, without"
                                + " quotes.",
                        "options file load.json: userAgent must be a text but was 5. Put it in quotes.",
                        "options file load.json: maxRedirects must be a whole number of at most 2147483647 but was"
                                + " 3000000000. Use a smaller number.",
                        "options file load.json: stages must be a list but was an object. Put it in square brackets.",
                        "options file load.json: systemTags: there is no system tag 'metod'; did you mean 'method'? Correct"
                                + " or remove it.",
                        "options file load.json: setupTimeout must be a duration but was false. Use numbers with units, such"
                                + " as \"30s\", or a number of milliseconds.",
                        "options file load.json: tags.a must be a text but was 1. Put it in quotes.",
                        "options file load.json: summaryTrendStats must be a list but was \"avg\". Put it in square"
                                + " brackets.",
                        "options file load.json: cloud must be an object but was a text. Put it in curly brackets.",
                        "options file load.json: env.P must be a text but was a number. Put it in quotes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"vus\": 1} x", "{vus: 1}", "{\"vus\": 1, \"vus\": 2}", "nothing"})
    void textThatIsNoJson_isOneError(String json) {
        assertThat(problems(json))
                .singleElement()
                .asString()
                .startsWith("options file load.json: not JSON: ")
                .endsWith(". Correct it; options are a JSON object.")
                .doesNotContain("setLenient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "5"})
    void jsonThatIsNoObject_isOneError(String json) {
        assertThat(problems(json))
                .containsExactly(
                        "options file load.json: there must be a JSON object in it, but there is none. Put options"
                                + " in curly brackets.");
    }

    @Test
    void executorThatIsNone_isAnError() {
        assertThat(scenarioProblems("'vus': 1"))
                .containsExactly("[file] ~: scenario 'browse' doesn't have a specified executor type. Use one of"
                        + " constant-arrival-rate, constant-vus, per-vu-iterations, ramping-arrival-rate, ramping-vus,"
                        + " shared-iterations.");
        assertThat(scenarioProblems("'executor': 'externally-controlled'"))
                .containsExactly("[file] ~.executor: unknown executor type 'externally-controlled'. Use one of"
                        + " constant-arrival-rate, constant-vus, per-vu-iterations, ramping-arrival-rate, ramping-vus,"
                        + " shared-iterations.");
        assertThat(scenarioProblems("'executor': 'constant-vu'"))
                .containsExactly(
                        "[file] ~.executor: unknown executor type 'constant-vu'. Did you mean \"constant-vus\"?");
    }

    @Test
    void whatAScenarioLeavesOut_isAnError() {
        assertThat(scenarioProblems("'executor': 'constant-vus'"))
                .containsExactly("[file] ~: the duration is unspecified. Give duration, such as \"30s\".");
        assertThat(scenarioProblems("'executor': 'constant-arrival-rate'"))
                .containsExactly(
                        "[file] ~: the iteration rate isn't specified. Give rate, such as 10.",
                        "[file] ~: the duration is unspecified. Give duration, such as \"30s\".",
                        "[file] ~: the number of preAllocatedVUs isn't specified. Give preAllocatedVUs, such as 10.");
        assertThat(scenarioProblems("'executor': 'ramping-vus', 'stages': [{'target': 1}, {'duration': '1s'}]"))
                .containsExactly(
                        "[file] ~.stages[0]: stage 1 doesn't have a duration. Give it one, such as \"30s\"; \"0s\" jumps to"
                                + " the target.",
                        "[file] ~.stages[1]: stage 2 doesn't have a target. Give it one, such as 10.");
        assertThat(scenarioProblems("'executor': 'ramping-vus'"))
                .containsExactly("at least one stage has to be specified, given as scenarios.browse (from options file"
                        + " load.json). Give stages.");
    }

    @Test
    void wrongValue_isNotCalledMissingToo() {
        assertThat(scenarioProblems("'executor': 'constant-vus', 'duration': 'soon', 'vus': 'two', 'env': {'A': 1}"))
                .containsExactly(
                        "[file] ~.vus must be a whole number but was \"two\". Use a number such as 10.",
                        "[file] ~.duration: time: invalid duration \"soon\". Use numbers with units, such as \"300ms\","
                                + " \"30s\" or \"1m30s\", or a number of milliseconds.",
                        "[file] ~.env.A must be a text but was a number. Put it in quotes.");
    }

    @Test
    void thresholds_areCheckedWhereTheyStand() {
        assertThat(problems("""
                {"thresholds": {"check": ["rate>0.9"], "http_reqs": "count>1",
                 "checks": [{"abortOnFail": true}, {"threshold": "rate>0.9", "delayAbortEval": "-5s"}, "rate"]}}"""))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .startsWith(
                                        "options file load.json: thresholds.check[0]: invalid threshold defined on check;"
                                                + " reason: no metric name \"check\" found; did you mean 'checks'? It was given as"
                                                + " \"check\": \"rate>0.9\". "),
                        one -> assertThat(one)
                                .isEqualTo("options file load.json: thresholds.http_reqs must be a list but was"
                                        + " \"count>1\". Put it in square brackets."),
                        one -> assertThat(one)
                                .isEqualTo(
                                        "options file load.json: thresholds.checks[0]: a threshold needs an expression."
                                                + " Give it one, such as \"threshold\": \"p(95)<500\"."),
                        one -> assertThat(one)
                                .isEqualTo(
                                        "options file load.json: thresholds.checks[1].delayAbortEval: delayAbortEval can't"
                                                + " be negative, given as \"-5s\". Use a time such as \"10s\", or leave it out to"
                                                + " abort at the first evaluation."),
                        one -> assertThat(one)
                                .startsWith("options file load.json: thresholds.checks[2]: failed parsing threshold"
                                        + " expression \"rate\""));
    }

    @Test
    void hosts_areNamesOrPatternsWithOrWithoutPorts() throws Exception {
        InetAddress one = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        byte[] ipv6 = new byte[16];
        ipv6[15] = 1;
        assertThat(value(read("""
                {"hosts": {"c.test:80": "127.0.0.1", "*.d.test": "127.0.0.1:8080", "*e.test": "[::1]:81"}}"""), Setting.HOSTS))
                .isEqualTo(Map.of(
                        "c.test:80",
                        new InetSocketAddress(one, 0),
                        "*.d.test",
                        new InetSocketAddress(one, 8080),
                        "*e.test",
                        new InetSocketAddress(InetAddress.getByAddress(ipv6), 81)));
        String remedy =
                "Use one such as \"127.0.0.1\" or \"::1\", or with a port, \"127.0.0.1:8080\" or \"[::1]:8080\".";
        assertThat(problems("""
                {"hosts": {"a.test": "b.test", "f*": "127.0.0.1", "g.test": "1.2.3.256", "h.test": "127.0.0.1:70000"}}"""))
                .containsExactly(
                        "options file load.json: hosts.a.test: \"b.test\" is not an IP address. " + remedy,
                        "options file load.json: hosts.f*: invalid host pattern 'f*'. Use a name such as \"shop.test\" or"
                                + " \"shop.test:443\", or a pattern such as \"*.example.com\".",
                        "options file load.json: hosts.g.test: \"1.2.3.256\" is not an IP address. " + remedy,
                        "options file load.json: hosts.h.test: \"127.0.0.1:70000\" is not an IP address. " + remedy);
    }

    @Test
    void optionsThatChangeTheLoad_areErrors() {
        assertThat(problems("{\"paused\": true}"))
                .containsExactly(
                        "options file load.json: paused is not supported yet, given as true. Use false, or remove"
                                + " it.");
    }
}
