package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonWriter;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.http.HttpOptions;
import dev.stampede.output.cloud.Recordings;
import dev.stampede.segments.Share;
import dev.stampede.thresholds.ThresholdSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class K6OptionsTest {

    private static String json(Map<String, @Nullable Object> options) {
        Buffer buffer = new Buffer();
        JsonWriter writer = JsonWriter.of(buffer);
        writer.setSerializeNulls(true);
        try {
            writer.jsonValue(options);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return buffer.readUtf8();
    }

    private static LoadOptions.Builder twoUsersForFourSeconds() {
        return LoadOptions.builder("prov").profile(new LoadProfile.ConstantVus(2, Duration.ofSeconds(4)));
    }

    @Test
    void optionsOfTheRecordedRun_areWrittenAsRecorded() {
        String recorded = Recordings.provisionedRun().get(1).rawText();
        Map<String, @Nullable Object> options =
                K6Options.of(twoUsersForFourSeconds().build());
        options.put("cloud", new TreeMap<>(Map.of("name", "prov", "projectID", 42)));

        assertThat(recorded).contains("\"options\":" + json(options) + ",");
    }

    @Test
    void everyExecutor_hasItsKeys() {
        List<LoadProfile.Stage> stages = List.of(new LoadProfile.Stage(Duration.ofSeconds(90), 7));
        LoadOptions options = LoadOptions.builder("x")
                .scenarios(List.of(
                        Scenario.of("a", new LoadProfile.SharedIterations(2, 9, Duration.ofSeconds(5)))
                                .startingAfter(Duration.ofSeconds(1))
                                .withGracefulStop(Duration.ZERO)
                                .running("browse")
                                .withEnv(Map.of("KEY", "secret-value"))
                                .withTags(Map.of("t", "v")),
                        Scenario.of("b", new LoadProfile.PerVuIterations(2, 9, LoadProfile.DEFAULT_MAX_DURATION)),
                        Scenario.of("c", new LoadProfile.RampingVus(1, stages, Duration.ofSeconds(3))),
                        Scenario.of(
                                "d",
                                new LoadProfile.ConstantArrivalRate(
                                        5, Duration.ofMinutes(1), Duration.ofSeconds(8), 3, 6)),
                        Scenario.of("e", new LoadProfile.RampingArrivalRate(0, Duration.ofSeconds(1), stages, 3, 3))))
                .share(Share.of("0:1/2", ""))
                .build();

        String json = json(K6Options.of(options));

        assertThat(json)
                .contains(
                        "\"a\":{\"env\":null,\"exec\":\"browse\",\"executor\":\"shared-iterations\",\"gracefulStop\":\"0s\","
                                + "\"iterations\":9,\"maxDuration\":\"5s\",\"startTime\":\"1s\",\"tags\":{\"t\":\"v\"},\"vus\":2}")
                .contains("\"b\":{\"env\":null,\"exec\":null,\"executor\":\"per-vu-iterations\",\"gracefulStop\":null,"
                        + "\"iterations\":9,\"maxDuration\":null,\"startTime\":null,\"tags\":null,\"vus\":2}")
                .contains("\"executor\":\"ramping-vus\",\"gracefulRampDown\":\"3s\",\"gracefulStop\":null,"
                        + "\"stages\":[{\"duration\":\"1m30s\",\"target\":7}],\"startTime\":null,\"startVUs\":1,")
                .contains("\"duration\":\"8s\",\"env\":null,\"exec\":null,\"executor\":\"constant-arrival-rate\","
                        + "\"gracefulStop\":null,\"maxVUs\":6,\"preAllocatedVUs\":3,\"rate\":5,\"startTime\":null,"
                        + "\"tags\":null,\"timeUnit\":\"1m0s\"")
                .contains("\"executor\":\"ramping-arrival-rate\",\"gracefulStop\":null,\"maxVUs\":null,"
                        + "\"preAllocatedVUs\":3,\"stages\":[{\"duration\":\"1m30s\",\"target\":7}],\"startRate\":0,")
                .contains("\"executionSegment\":\"0:1/2\"")
                .contains("\"duration\":null,\"executionSegment\"")
                .doesNotContain("secret-value");
    }

    @Test
    void shortOptions_areWrittenBesideTheirScenario() {
        String iterations = json(K6Options.of(LoadOptions.builder("x")
                .profile(new LoadProfile.SharedIterations(3, 30, LoadProfile.DEFAULT_MAX_DURATION))
                .build()));
        String ramp = json(K6Options.of(LoadOptions.builder("x")
                .profile(new LoadProfile.RampingVus(
                        1, List.of(new LoadProfile.Stage(Duration.ofSeconds(5), 2)), Duration.ofSeconds(30)))
                .build()));

        assertThat(iterations).contains("\"iterations\":30,\"maxRedirects\"").contains("\"userAgent\":null,\"vus\":3}");
        assertThat(ramp)
                .contains("\"setupTimeout\":null,\"stages\":[{\"duration\":\"5s\",\"target\":2}],\"summaryTimeUnit\"");
    }

    @Test
    void whatIsNotTheDefault_isWritten() throws Exception {
        LoadOptions options = twoUsersForFourSeconds()
                .setup(false)
                .teardown(false)
                .setupTimeout(Duration.ofSeconds(5))
                .minIterationDuration(Duration.ofMillis(1500))
                .tags(Map.of("team", "web"))
                .thresholds(List.of(
                        ThresholdSpec.of("http_req_duration", "p(95)<500"),
                        ThresholdSpec.of("http_req_duration", "max<900")
                                .abortOnFail()
                                .delayAbortEval(Duration.ofSeconds(3)),
                        ThresholdSpec.of("checks", "rate>0.9").over(Duration.ofSeconds(5))))
                .http(HttpOptions.builder()
                        .userAgent("mine")
                        .maxRedirects(3)
                        .insecureSkipTlsVerify(true)
                        .hosts(Map.of("shop.test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                        .build())
                .build();

        assertThat(json(K6Options.of(options)))
                .contains("\"noSetup\":true,\"noTeardown\":true")
                .contains("\"setupTimeout\":\"5s\"")
                .contains("\"minIterationDuration\":\"1.5s\"")
                .contains("\"tags\":{\"team\":\"web\"}")
                .contains("\"thresholds\":{\"http_req_duration\":[\"p(95)<500\",{\"threshold\":\"max<900\","
                        + "\"abortOnFail\":true,\"delayAbortEval\":\"3s\"}]},")
                .contains("\"userAgent\":\"mine\"")
                .contains("\"maxRedirects\":3")
                .contains("\"insecureSkipTLSVerify\":true")
                .contains("\"hosts\":{\"shop.test\":\"127.0.0.1\"}");
    }
}
