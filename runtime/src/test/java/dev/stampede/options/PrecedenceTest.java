package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.http.AddressBlock;
import dev.stampede.http.ClientCertificate;
import dev.stampede.http.DnsOptions;
import dev.stampede.http.DnsOptions.Policy;
import dev.stampede.http.DnsOptions.Select;
import dev.stampede.http.LocalIps;
import dev.stampede.http.TlsOptions;
import dev.stampede.metrics.SystemTag;
import dev.stampede.thresholds.ThresholdSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.TlsVersion;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options file &lt; annotation &lt; configuration parameter &lt; environment, for each setting that each can say. */
class PrecedenceTest {
    /** The places, lowest first. */
    private enum Place {
        FILE,
        ANNOTATION,
        PARAMETER,
        ENVIRONMENT
    }

    /** A setting, and what each place says about it: as it is written there, and what that means. */
    private record Sample<T>(
            Setting<T> setting,
            @Nullable String json,
            @Nullable T inFile,
            T inAnnotation,
            @Nullable String parameter,
            @Nullable T inParameter,
            @Nullable String variable,
            @Nullable T inEnvironment) {

        boolean canSay(Place place) {
            return meant(place) != null;
        }

        @Nullable
        T meant(Place place) {
            return switch (place) {
                case FILE -> inFile;
                case ANNOTATION -> inAnnotation;
                case PARAMETER -> inParameter;
                case ENVIRONMENT -> inEnvironment;
            };
        }

        String source(Place place) {
            return switch (place) {
                case FILE -> "options file load.json";
                case ANNOTATION -> "the annotation";
                case PARAMETER -> "configuration parameter 'stampede." + setting.key() + "'";
                case ENVIRONMENT -> "environment variable " + setting.variable();
            };
        }

        OptionLayer layer(Place place, Problems problems) {
            return switch (place) {
                case FILE ->
                    JsonLayer.read("{\"" + setting.key() + "\": " + json + "}", "options file load.json", problems);
                case ANNOTATION ->
                    OptionLayer.builder()
                            .set(setting, inAnnotation, Given.ANNOTATION)
                            .build();
                case PARAMETER ->
                    ParameterLayer.read(key -> key.equals(setting.parameter()) ? parameter : null, Set.of(), problems);
                case ENVIRONMENT ->
                    EnvironmentLayer.read(
                            Map.of(String.valueOf(setting.variable()), String.valueOf(variable)), problems);
            };
        }

        @Override
        public String toString() {
            return setting.key();
        }
    }

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration S1 = Duration.ofSeconds(1);
    private static final Duration S2 = Duration.ofSeconds(2);
    private static final Duration S3 = Duration.ofSeconds(3);
    private static final Duration S4 = Duration.ofSeconds(4);

    private static List<Sample<?>> samples() {
        List<Sample<?>> samples = new ArrayList<>();
        samples.add(new Sample<>(Setting.VUS, "1", 1, 2, "3", 3, "4", 4));
        samples.add(time(Setting.DURATION));
        samples.add(new Sample<>(Setting.ITERATIONS, "10", 10L, 20L, "30", 30L, "40", 40L));
        samples.add(new Sample<>(
                Setting.STAGES,
                "[{\"duration\": \"1s\", \"target\": 1}]",
                stage(S1, 1, "options file load.json"),
                stage(S2, 2, Given.ANNOTATION),
                "3s:3",
                stage(S3, 3, "configuration parameter 'stampede.stages'"),
                "4s:4",
                stage(S4, 4, "environment variable K6_STAGES")));
        samples.add(file(
                Setting.SCENARIOS,
                "{\"a\": {\"executor\": \"constant-vus\", \"duration\": 1000}}",
                List.of(Scenario.of("a", new LoadProfile.ConstantVus(1, S1))),
                List.of(Scenario.of("b", new LoadProfile.ConstantVus(2, S2)))));
        samples.add(new Sample<>(Setting.GRACEFUL_STOP, "\"1s\"", S1, S2, "3s", S3, null, null));
        samples.add(new Sample<>(Setting.EXECUTION_SEGMENT, "\"1/8\"", "1/8", "1/4", "1/3", "1/3", "1/2", "1/2"));
        samples.add(new Sample<>(
                Setting.EXECUTION_SEGMENT_SEQUENCE,
                "\"0,1\"",
                "0,1",
                "0,1,1",
                "0,0.2,1",
                "0,0.2,1",
                "0,1/2,1",
                "0,1/2,1"));
        samples.add(new Sample<>(Setting.NO_SETUP, "true", true, false, "true", true, "false", false));
        samples.add(new Sample<>(Setting.NO_TEARDOWN, "true", true, false, "true", true, "false", false));
        samples.add(time(Setting.SETUP_TIMEOUT));
        samples.add(time(Setting.TEARDOWN_TIMEOUT));
        samples.add(time(Setting.SHUTDOWN_TIMEOUT));
        samples.add(time(Setting.MIN_ITERATION_DURATION));
        samples.add(file(
                Setting.THRESHOLDS,
                "{\"checks\": [\"rate>0.9\"]}",
                List.of(ThresholdSpec.of("checks", "rate>0.9")),
                List.of(ThresholdSpec.of("http_reqs", "count>1"))));
        samples.add(new Sample<>(Setting.NO_THRESHOLDS, null, null, true, "0", false, "True", true));
        samples.add(new Sample<>(
                Setting.TAGS,
                "{\"f\": \"1\"}",
                Map.of("f", "1"),
                Map.of("a", "2"),
                "p:3",
                Map.of("p", "3"),
                "e:4,g:5",
                Map.of("e", "4", "g", "5")));
        samples.add(new Sample<>(
                Setting.SYSTEM_TAGS,
                "[\"proto\"]",
                Set.of(SystemTag.PROTO),
                Set.of(SystemTag.VU),
                "status, url",
                Set.of(SystemTag.STATUS, SystemTag.URL),
                "",
                Set.of()));
        samples.add(new Sample<>(
                Setting.ENV,
                "{\"F\": \"1\"}",
                Map.of("F", "1"),
                Map.of("A", "2"),
                "P:3",
                Map.of("P", "3"),
                null,
                null));
        samples.add(new Sample<>(Setting.USER_AGENT, "\"f\"", "f", "a", "p", "p", "e", "e"));
        samples.add(new Sample<>(Setting.MAX_REDIRECTS, "1", 1, 2, "3", 3, "4", 4));
        samples.add(new Sample<>(Setting.TRACE_PROPAGATION, "\"w3c\"", "w3c", "jaeger", "none", "none", "w3c", "w3c"));
        samples.add(new Sample<>(Setting.TRACE_SAMPLING, "0.1", 0.1, 0.2, "0", 0.0, "1", 1.0));
        samples.add(new Sample<>(
                Setting.TRACE_LINK,
                "\"f/{traceId}\"",
                "f/{traceId}",
                "a/{traceId}",
                "p/{traceId}",
                "p/{traceId}",
                "e/{traceId}",
                "e/{traceId}"));
        samples.add(file(Setting.CLOUD, "{\"projectID\": 1}", Map.of("projectID", 1L), Map.of("projectID", 2L)));
        samples.add(new Sample<>(Setting.FOLDER, "\"f\"", "f", "a", "p", "p", "e", "e"));
        samples.add(new Sample<>(
                Setting.SUMMARY_TREND_STATS,
                "[\"avg\", \"p(99)\"]",
                List.of("avg", "p(99)"),
                List.of("max"),
                "min,med",
                List.of("min", "med"),
                "count",
                List.of("count")));
        samples.add(new Sample<>(Setting.SUMMARY_TIME_UNIT, "\"s\"", "s", "ms", "us", "us", "s", "s"));
        samples.add(
                new Sample<>(Setting.SUMMARY_MODE, null, null, "full", "compact", "compact", "disabled", "disabled"));
        samples.add(new Sample<>(Setting.SUMMARY_EXPORT, null, null, "a", "p", "p", "e", "e"));
        samples.add(new Sample<>(Setting.REPORT, null, null, "true", "p.html", "p.html", "false", "false"));
        samples.add(new Sample<>(Setting.QUIET, null, null, false, "true", true, null, null));
        samples.add(new Sample<>(Setting.GENERATOR_HEALTH, "\"warn\"", "warn", "off", "fail", "fail", "warn", "warn"));
        samples.add(new Sample<>(Setting.WARM_UP, "\"on\"", "on", "off", "auto", "auto", "on", "on"));
        samples.add(file(
                Setting.HOSTS,
                "{\"Shop.test\": \"127.0.0.1\"}",
                Map.of("shop.test", LOOPBACK),
                Map.of("*.test", LOOPBACK)));
        samples.add(flag(Setting.INSECURE_SKIP_TLS_VERIFY));
        samples.add(flag(Setting.THROW));
        samples.add(flag(Setting.DISCARD_RESPONSE_BODIES));
        samples.add(flag(Setting.NO_COOKIES_RESET));
        samples.add(new Sample<>(Setting.BATCH, "1", 1, 2, "3", 3, "4", 4));
        samples.add(new Sample<>(Setting.BATCH_PER_HOST, "1", 1, 2, "3", 3, "4", 4));
        samples.add(new Sample<>(Setting.RPS, "1", 1, 2, "3", 3, "4", 4));
        samples.add(
                new Sample<>(Setting.HTTP_DEBUG, "\"full\"", "full", "headers", "full", "full", "headers", "headers"));
        samples.add(flag(Setting.NO_CONNECTION_REUSE));
        samples.add(flag(Setting.NO_VU_CONNECTION_REUSE));
        samples.add(flag(Setting.HTTP2));
        samples.add(new Sample<>(
                Setting.LOCAL_IPS,
                null,
                null,
                LocalIps.parse("127.0.0.2"),
                "127.0.0.3",
                LocalIps.parse("127.0.0.3"),
                "127.0.0.4",
                LocalIps.parse("127.0.0.4")));
        samples.add(new Sample<>(
                Setting.DNS,
                "{\"ttl\": \"1s\"}",
                new DnsOptions(S1, Select.RANDOM, Policy.PREFER_IPV4),
                new DnsOptions(S2, Select.RANDOM, Policy.PREFER_IPV4),
                "select=first",
                new DnsOptions(Duration.ofMinutes(5), Select.FIRST, Policy.PREFER_IPV4),
                "ttl=4s,policy=any",
                new DnsOptions(S4, Select.RANDOM, Policy.ANY)));
        samples.add(new Sample<>(
                Setting.BLOCK_HOSTNAMES,
                "[\"f.test\"]",
                List.of("f.test"),
                List.of("a.test"),
                "p.test",
                List.of("p.test"),
                "e.test,*.g.test",
                List.of("e.test", "*.g.test")));
        samples.add(new Sample<>(
                Setting.BLACKLIST_IPS,
                "[\"10.0.0.0/8\"]",
                List.of(AddressBlock.parse("10.0.0.0/8")),
                List.of(AddressBlock.parse("11.0.0.0/8")),
                "12.0.0.0/8",
                List.of(AddressBlock.parse("12.0.0.0/8")),
                "fd00::/8,13.0.0.0/8",
                List.of(AddressBlock.parse("fd00::/8"), AddressBlock.parse("13.0.0.0/8"))));
        samples.add(new Sample<>(
                Setting.TLS_VERSION,
                "{\"min\": \"tls1.2\"}",
                new TlsOptions.Versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3),
                new TlsOptions.Versions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_3),
                "tls1.2",
                new TlsOptions.Versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2),
                null,
                null));
        samples.add(new Sample<>(
                Setting.TLS_CIPHER_SUITES,
                "[\"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA\"]",
                List.of("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
                List.of("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                "49195",
                List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")));
        samples.add(file(
                Setting.TLS_AUTH, certificateJson("file"), List.of(certificate("file")), List.of(certificate("code"))));
        return samples;
    }

    private static Sample<Boolean> flag(Setting<Boolean> setting) {
        return new Sample<>(setting, "true", true, false, "true", true, "false", false);
    }

    private static final Map<String, HeldCertificate> CERTIFICATES = new ConcurrentHashMap<>();

    private static HeldCertificate held(String name) {
        return CERTIFICATES.computeIfAbsent(
                name, cn -> new HeldCertificate.Builder().commonName(cn).build());
    }

    private static String certificateJson(String name) {
        HeldCertificate held = held(name);
        return ("[{\"cert\": \"" + held.certificatePem() + "\", \"key\": \"" + held.privateKeyPkcs8Pem() + "\"}]")
                .replace("\n", "\\n");
    }

    private static ClientCertificate certificate(String name) {
        HeldCertificate held = held(name);
        return ClientCertificate.parse(held.certificatePem(), held.privateKeyPkcs8Pem(), "", List.of());
    }

    private static Sample<Duration> time(Setting<Duration> setting) {
        return new Sample<>(setting, "1000", S1, S2, "3000", S3, "4s", S4);
    }

    private static <T> Sample<T> file(Setting<T> setting, String json, T inFile, T inAnnotation) {
        return new Sample<>(setting, json, inFile, inAnnotation, null, null, null, null);
    }

    private static List<GivenStage> stage(Duration duration, int target, String source) {
        return List.of(GivenStage.of(duration, target, source));
    }

    private static Stream<Arguments> pairs() {
        return samples().stream()
                .flatMap(sample -> Stream.of(Place.values())
                        .filter(sample::canSay)
                        .flatMap(low -> Stream.of(Place.values())
                                .filter(high -> high.compareTo(low) > 0 && sample.canSay(high))
                                .map(high -> Arguments.of(sample, low, high))));
    }

    @ParameterizedTest(name = "{0}: {1} < {2}")
    @MethodSource("pairs")
    <T> void higherPlace_winsAndIsTheSource(Sample<T> sample, Place low, Place high) {
        Problems problems = new Problems();
        OptionLayer lower = sample.layer(low, problems);
        OptionLayer higher = sample.layer(high, problems);
        OptionLayer silent = OptionLayer.builder().build();

        Given<T> won = given(Options.merge("test", List.of(lower, higher), new Problems()), sample.setting());
        Given<T> alone = given(Options.merge("test", List.of(lower, silent), new Problems()), sample.setting());

        assertThat(problems.all()).isEmpty();
        assertThat(meaning(won.value())).isEqualTo(meaning(sample.meant(high)));
        assertThat(won.source()).isEqualTo(sample.source(high));
        assertThat(meaning(alone.value())).isEqualTo(meaning(sample.meant(low)));
        assertThat(alone.source()).isEqualTo(sample.source(low));
    }

    private static <T> Given<T> given(Options options, Setting<T> setting) {
        return Objects.requireNonNull(options.get(setting), setting.key());
    }

    /** How a stage was written does not matter. */
    private static @Nullable Object meaning(@Nullable Object value) {
        return value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof GivenStage stage
                ? stage.duration() == null || stage.target() == null
                        ? null
                        : List.of(
                                stage.duration().value(),
                                stage.duration().source(),
                                stage.target().value())
                : value;
    }

    @Test
    void samples_areThereForEverySetting() {
        assertThat(samples().stream().map(Sample::toString))
                .hasSameElementsAs(Setting.all().stream().map(Setting::key).toList());
    }

    @Test
    void settings_haveTheKeysAndVariablesOfK6() {
        Map<String, String> variables = Setting.all().stream()
                .collect(Collectors.toMap(
                        Setting::key, s -> String.valueOf(s.variable()), (a, b) -> a, LinkedHashMap::new));

        assertThat(variables)
                .containsEntry("vus", "K6_VUS")
                .containsEntry("scenarios", "null")
                .containsEntry("executionSegment", "K6_EXECUTION_SEGMENT")
                .containsEntry("executionSegmentSequence", "K6_EXECUTION_SEGMENT_SEQUENCE")
                .containsEntry("minIterationDuration", "K6_MIN_ITERATION_DURATION")
                .containsEntry("insecureSkipTLSVerify", "K6_INSECURE_SKIP_TLS_VERIFY")
                .containsEntry("summaryTrendStats", "K6_SUMMARY_TREND_STATS")
                .containsEntry("gracefulStop", "null")
                .containsEntry("generatorHealth", "STAMPEDE_GENERATOR_HEALTH");
        assertThat(Setting.VUS.parameter()).isEqualTo("stampede.vus");
    }
}
