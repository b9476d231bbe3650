package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.http.DnsOptions;
import dev.stampede.http.HttpDebug;
import dev.stampede.http.HttpOptions;
import dev.stampede.run.LoadOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How what concerns HTTP is written, and what is wrong with it. */
class HttpSettingsTest {
    private static HttpOptions built(OptionLayer... layers) {
        Problems problems = new Problems();
        LoadOptions.Builder builder = LoadOptions.builder("cart");
        Options.merge("test", List.of(layers), problems).applyTo(builder);
        assertThat(problems.all()).isEmpty();
        return builder.build().http();
    }

    private static List<String> variableProblems(String variable, String text) {
        Problems problems = new Problems();
        OptionLayer layer = EnvironmentLayer.read(Map.of(variable, text), problems);
        Options unused = Options.merge("test", List.of(layer), problems);
        return problems.all();
    }

    private static List<String> fileProblems(String json) {
        Problems problems = new Problems();
        OptionLayer layer = JsonLayer.read(json, "file", problems);
        Options unused = Options.merge("test", List.of(layer), problems);
        return problems.all();
    }

    @Test
    void everythingGiven_reachesTheOptions() {
        HttpOptions http = built(
                JsonLayer.read("""
                        {"throw": true, "discardResponseBodies": true, "noCookiesReset": true, "batch": 3, "batchPerHost": 2,
                         "rps": 7, "httpDebug": "headers", "noConnectionReuse": true, "noVUConnectionReuse": true,
                         "http2": false, "dns": {"ttl": 1500, "policy": "any"}, "hosts": {"a.test": "127.0.0.1"},
                         "blockHostnames": ["b.test"], "blacklistIPs": ["10.0.0.0/8"], "tlsVersion": "tls1.3",
                         "tlsCipherSuites": ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]}""", "file", new Problems()),
                EnvironmentLayer.read(Map.of("K6_LOCAL_IPS", "127.0.0.1"), new Problems()));

        assertThat(http.throwOnError()).isTrue();
        assertThat(http.discardResponseBodies()).isTrue();
        assertThat(http.noCookiesReset()).isTrue();
        assertThat(http.batch()).isEqualTo(3);
        assertThat(http.batchPerHost()).isEqualTo(2);
        assertThat(http.rps()).isEqualTo(7);
        assertThat(http.debug()).isEqualTo(HttpDebug.HEADERS);
        assertThat(http.noConnectionReuse()).isTrue();
        assertThat(http.noVuConnectionReuse()).isTrue();
        assertThat(http.http2()).isFalse();
        assertThat(http.dns())
                .isEqualTo(new DnsOptions(Duration.ofMillis(1500), DnsOptions.Select.RANDOM, DnsOptions.Policy.ANY));
        assertThat(http.hosts()).containsOnlyKeys("a.test");
        assertThat(http.blockHostnames()).containsExactly("b.test");
        assertThat(http.blacklistIps()).singleElement().hasToString("10.0.0.0/8");
        assertThat(Objects.requireNonNull(http.handshake().versions())).hasToString("tls1.3");
        assertThat(http.handshake().cipherSuites()).containsExactly("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(Objects.requireNonNull(http.localIps()).of(1).getHostAddress())
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"inf, inf", "0, 0s", "5m, 5m0s", "1500, 1.5s"})
    void dnsTtl_isATimeOrForEver(String text, String meant) {
        HttpOptions http = built(EnvironmentLayer.read(Map.of("K6_DNS", "ttl=" + text), new Problems()));
        assertThat(http.dns().ttlText()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ttl=soon | invalid DNS TTL: soon",
                "ttl=-1s | invalid DNS TTL: -1s",
                "ttl | no value for key ttl",
                "select= | no value for key select=",
                "how=1 | unknown DNS configuration field: how",
                "select=last | last does not belong to DNSSelect values",
                "policy=ipx | ipx does not belong to DNSPolicy values"
            })
    void dnsThatIsNone_isSaidInK6sWords(String text, String problem) {
        assertThat(variableProblems("K6_DNS", text))
                .containsExactly("environment variable K6_DNS: " + problem
                        + ". Use such as ttl=5m,select=random,policy=preferIPv4, or remove it.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "K6_BLOCK_HOSTNAMES | a.*.test | invalid hostname pattern 'a.*.test'",
                "K6_BLACKLIST_IPS | 10.0.0.1 | failed to parse CIDR '10.0.0.1': invalid CIDR address: 10.0.0.1",
                "K6_LOCAL_IPS | here | here is not a valid IP, IP range or CIDR",
                "K6_TLS_CIPHER_SUITES | TLS_A,TLS_B | Unknown cipher suite: TLS_A, TLS_B",
                "K6_THROW | 1 | invalid input:1"
            })
    void listsThatAreWrong_areSaidInK6sWords(String variable, String text, String problem) {
        assertThat(variableProblems(variable, text))
                .singleElement()
                .asString()
                .startsWith("environment variable " + variable + ": " + problem + ". Use ");
    }

    @Test
    void negativeNumbersAndUnknownWords_areProblems() {
        assertThat(variableProblems("K6_RPS", "-1"))
                .containsExactly(
                        "test: rps can't be negative, given as rps = -1 (from environment variable K6_RPS). Use 0"
                                + " for any number, or more.");
        assertThat(variableProblems("K6_BATCH", "0"))
                .containsExactly(
                        "test: batch must be at least 1, given as batch = 0 (from environment variable K6_BATCH)."
                                + " Use a number such as 20, or leave it out for 20.");
        assertThat(variableProblems("K6_HTTP_DEBUG", "all"))
                .containsExactly("test: there is no way to debug HTTP called 'all', given as httpDebug = \"all\" (from"
                        + " environment variable K6_HTTP_DEBUG). Use one of headers, full, or leave it out.");
    }

    @Test
    void tlsThatTheJvmDoesNotDo_isAProblem() {
        assertThat(fileProblems("{\"tlsVersion\": \"tls1.0\"}"))
                .containsExactly(
                        "test: this JVM does not do tls1.0 (security property jdk.tls.disabledAlgorithms), given as"
                                + " tlsVersion = \"tls1.0\" (from file). Use tls1.2 or tls1.3, or allow others in the JVM's file"
                                + " java.security.");
        assertThat(fileProblems("{\"tlsVersion\": {\"min\": \"tls1.3\", \"max\": \"tls1.2\"}}"))
                .singleElement()
                .asString()
                .startsWith("test: the lowest TLS version is above the highest: tls1.3 to tls1.2");
        assertThat(fileProblems("{\"tlsVersion\": \"ssl\"}"))
                .containsExactly(
                        "file: tlsVersion: unknown TLS version: ssl. Use one of tls1.0, tls1.1, tls1.2, tls1.3.");
        assertThat(fileProblems("{\"tlsCipherSuites\": [\"TLS_RSA_WITH_RC4_128_SHA\"]}"))
                .singleElement()
                .asString()
                .startsWith("test: this JVM does none of the cipher suites TLS_RSA_WITH_RC4_128_SHA (security property"
                        + " jdk.tls.disabledAlgorithms), given as tlsCipherSuites = \"TLS_RSA_WITH_RC4_128_SHA\"");
    }

    @Test
    void clientCertificates_areNeverQuoted() {
        assertThat(fileProblems("{\"tlsAuth\": [{\"cert\": \"c\", \"key\": \"hunter2\"}]}"))
                .containsExactly(
                        "file: tlsAuth[0]: tls: failed to find any PEM data in certificate input. Give \"cert\" and"
                                + " \"key\" in PEM, with the lines that begin and end them.");
    }
}
