package dev.stampede.options;

import dev.stampede.engine.Scenario;
import dev.stampede.http.AddressBlock;
import dev.stampede.http.ClientCertificate;
import dev.stampede.http.DnsOptions;
import dev.stampede.http.LocalIps;
import dev.stampede.http.TlsOptions;
import dev.stampede.metrics.SystemTag;
import dev.stampede.thresholds.ThresholdSpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something one can say about a load test: the table of all settings. Names, ways of writing and meanings are k6's. (k6:
 * {@code lib/options.go}.) Immutable.
 *
 * @param <T> type of its values
 */
public final class Setting<T> {
    private static final List<Setting<?>> ALL = new ArrayList<>();

    /** Number of virtual users; of a ramp, those at its start. */
    public static final Setting<Integer> VUS = of("vus", "K6_VUS", Forms.COUNT);

    /** How long the load lasts; with iterations, how long they may take. */
    public static final Setting<Duration> DURATION = of("duration", "K6_DURATION", Forms.DURATION);

    /** Number of iterations, shared among the users. */
    public static final Setting<Long> ITERATIONS = of("iterations", "K6_ITERATIONS", Forms.WHOLE);

    /** Stages of a ramp of users. */
    public static final Setting<List<GivenStage>> STAGES = of("stages", "K6_STAGES", Forms.STAGES);

    /** The load in full. */
    public static final Setting<List<Scenario>> SCENARIOS = of("scenarios", null, Forms.SCENARIOS);

    /** How long iterations may take to finish after the end of vus, duration, iterations or stages. Ours, not k6's. */
    public static final Setting<Duration> GRACEFUL_STOP = of("gracefulStop", null, Forms.DURATION);

    /** The part of the load that this process runs. The variable is ours: k6 has none. */
    public static final Setting<String> EXECUTION_SEGMENT = of("executionSegment", "K6_EXECUTION_SEGMENT", Forms.TEXT);

    /** Where all parts begin and end. The variable is ours: k6 has none. */
    public static final Setting<String> EXECUTION_SEGMENT_SEQUENCE =
            of("executionSegmentSequence", "K6_EXECUTION_SEGMENT_SEQUENCE", Forms.TEXT);

    /** Whether what comes before the load is left out. */
    public static final Setting<Boolean> NO_SETUP = of("noSetup", "K6_NO_SETUP", Forms.FLAG);

    /** Whether what comes after the load is left out. */
    public static final Setting<Boolean> NO_TEARDOWN = of("noTeardown", "K6_NO_TEARDOWN", Forms.FLAG);

    /** How long what comes before the load may take. */
    public static final Setting<Duration> SETUP_TIMEOUT = of("setupTimeout", "K6_SETUP_TIMEOUT", Forms.DURATION);

    /** How long what comes after the load may take. */
    public static final Setting<Duration> TEARDOWN_TIMEOUT =
            of("teardownTimeout", "K6_TEARDOWN_TIMEOUT", Forms.DURATION);

    /** How long a run may take to end when the process is told to. Ours, not k6's. */
    public static final Setting<Duration> SHUTDOWN_TIMEOUT =
            of("shutdownTimeout", "STAMPEDE_SHUTDOWN_TIMEOUT", Forms.DURATION);

    /** Shortest time a virtual user spends on an iteration. */
    public static final Setting<Duration> MIN_ITERATION_DURATION =
            of("minIterationDuration", "K6_MIN_ITERATION_DURATION", Forms.DURATION);

    /** What decides whether the test passes. */
    public static final Setting<List<ThresholdSpec>> THRESHOLDS = of("thresholds", "K6_THRESHOLDS", Forms.THRESHOLDS);

    /** Whether declared thresholds are left out. Not in files. */
    public static final Setting<Boolean> NO_THRESHOLDS = of("noThresholds", "K6_NO_THRESHOLDS", Forms.WIDE_FLAG);

    /** Tags of all samples. */
    public static final Setting<Map<String, String>> TAGS = of("tags", "K6_TAGS", Forms.TAGS);

    /** System tags to set; none when it is empty. */
    public static final Setting<Set<SystemTag>> SYSTEM_TAGS = of("systemTags", "K6_SYSTEM_TAGS", Forms.SYSTEM_TAGS);

    /** What {@link dev.stampede.Vu#env} finds before the environment. Ours, not k6's; never shown. */
    public static final Setting<Map<String, String>> ENV = of("env", null, Forms.ENV);

    /** Value of the header {@code User-Agent}; when it is empty, none is sent. */
    public static final Setting<String> USER_AGENT = of("userAgent", "K6_USER_AGENT", Forms.TEXT_OR_NONE);

    /** How many redirects a call follows. */
    public static final Setting<Integer> MAX_REDIRECTS = of("maxRedirects", "K6_MAX_REDIRECTS", Forms.COUNT);

    /** Whether a call that fails throws. */
    public static final Setting<Boolean> THROW = of("throw", "K6_THROW", Forms.FLAG);

    /** Whether bodies of responses are read and dropped. */
    public static final Setting<Boolean> DISCARD_RESPONSE_BODIES =
            of("discardResponseBodies", "K6_DISCARD_RESPONSE_BODIES", Forms.FLAG);

    /** Whether cookies outlive the iteration. */
    public static final Setting<Boolean> NO_COOKIES_RESET = of("noCookiesReset", "K6_NO_COOKIES_RESET", Forms.FLAG);

    /** How many requests of a batch are under way at once. */
    public static final Setting<Integer> BATCH = of("batch", "K6_BATCH", Forms.COUNT);

    /** How many of them go to one host. */
    public static final Setting<Integer> BATCH_PER_HOST = of("batchPerHost", "K6_BATCH_PER_HOST", Forms.COUNT);

    /** How many calls begin in a second, of all virtual users together; 0 for any number. */
    public static final Setting<Integer> RPS = of("rps", "K6_RPS", Forms.COUNT);

    /** What of requests and responses is logged: {@code headers} or {@code full}. */
    public static final Setting<String> HTTP_DEBUG = of("httpDebug", "K6_HTTP_DEBUG", Forms.TEXT);

    /** Whether each request has a connection of its own. */
    public static final Setting<Boolean> NO_CONNECTION_REUSE =
            of("noConnectionReuse", "K6_NO_CONNECTION_REUSE", Forms.FLAG);

    /** Whether connections are closed at the end of each iteration. */
    public static final Setting<Boolean> NO_VU_CONNECTION_REUSE =
            of("noVUConnectionReuse", "K6_NO_VU_CONNECTION_REUSE", Forms.FLAG);

    /** Whether HTTP/2 is offered. Ours, not k6's. */
    public static final Setting<Boolean> HTTP2 = of("http2", "STAMPEDE_HTTP2", Forms.FLAG);

    /** Addresses of this machine that connections are made from. Not in files. */
    public static final Setting<LocalIps> LOCAL_IPS = of("localIPs", "K6_LOCAL_IPS", Forms.LOCAL_IPS);

    /** How hosts are looked up. */
    public static final Setting<DnsOptions> DNS = of("dns", "K6_DNS", Forms.DNS);

    /** Addresses of hosts that are not looked up, by name or by pattern such as {@code *.example.com}; lower case. */
    public static final Setting<Map<String, InetSocketAddress>> HOSTS = of("hosts", "K6_HOSTS", Forms.HOSTS);

    /** Names and patterns of hosts that no connection is made to. */
    public static final Setting<List<String>> BLOCK_HOSTNAMES =
            of("blockHostnames", "K6_BLOCK_HOSTNAMES", Forms.BLOCK_HOSTNAMES);

    /** Networks that no connection is made to. */
    public static final Setting<List<AddressBlock>> BLACKLIST_IPS =
            of("blacklistIPs", "K6_BLACKLIST_IPS", Forms.BLACKLIST_IPS);

    /** Whether any certificate will do. */
    public static final Setting<Boolean> INSECURE_SKIP_TLS_VERIFY =
            of("insecureSkipTLSVerify", "K6_INSECURE_SKIP_TLS_VERIFY", Forms.FLAG);

    /** Versions of TLS. */
    public static final Setting<TlsOptions.Versions> TLS_VERSION = of("tlsVersion", null, TlsForms.VERSIONS);

    /** Cipher suites, up to TLS 1.2. */
    public static final Setting<List<String>> TLS_CIPHER_SUITES =
            of("tlsCipherSuites", "K6_TLS_CIPHER_SUITES", TlsForms.CIPHER_SUITES);

    /** What is shown to servers that ask who the client is. Never shown to people. */
    public static final Setting<List<ClientCertificate>> TLS_AUTH = of("tlsAuth", "K6_TLSAUTH", TlsForms.CERTIFICATES);

    /** Header by which requests are traced: {@code w3c}, {@code jaeger} or {@code none}. Ours, not k6's. */
    public static final Setting<String> TRACE_PROPAGATION =
            of("tracePropagation", "STAMPEDE_TRACE_PROPAGATION", Forms.TEXT);

    /** Share of requests whose trace servers are asked to record. Ours, not k6's. */
    public static final Setting<Double> TRACE_SAMPLING = of("traceSampling", "STAMPEDE_TRACE_SAMPLING", Forms.NUMBER);

    /** Where a trace can be looked at; {@code {traceId}} stands for its id. Ours, not k6's. */
    public static final Setting<String> TRACE_LINK = of("traceLink", "STAMPEDE_TRACE_LINK", Forms.TEXT);

    /** Settings of the cloud output, by their JSON keys; what one of a layer says replaces all of the ones below. */
    public static final Setting<Map<String, Object>> CLOUD = of("cloud", null, Forms.CLOUD);

    /** Folder for what is kept on disk. Ours, not k6's. */
    public static final Setting<String> FOLDER = of("folder", "STAMPEDE_FOLDER", Forms.TEXT);

    /** Columns of trends in the summary. */
    public static final Setting<List<String>> SUMMARY_TREND_STATS =
            of("summaryTrendStats", "K6_SUMMARY_TREND_STATS", Forms.TREND_STATS);

    /** Unit of times in the summary: {@code s}, {@code ms} or {@code us}; {@code auto} for the one that fits. */
    public static final Setting<String> SUMMARY_TIME_UNIT = of("summaryTimeUnit", "K6_SUMMARY_TIME_UNIT", Forms.TEXT);

    /** How much the summary shows: {@code compact}, {@code full} or {@code disabled}. Not in files. */
    public static final Setting<String> SUMMARY_MODE = of("summaryMode", "K6_SUMMARY_MODE", Forms.RUNTIME_TEXT);

    /** File that the summary is written to. Not in files. */
    public static final Setting<String> SUMMARY_EXPORT = of("summaryExport", "K6_SUMMARY_EXPORT", Forms.RUNTIME_TEXT);

    /** File that a report is written to, or whether one is. Not in files. Ours, not k6's. */
    public static final Setting<String> REPORT = of("report", "STAMPEDE_REPORT", Forms.RUNTIME_TEXT);

    /** Whether banner and progress are left out. Not in files, and, as in k6, without a variable. */
    public static final Setting<Boolean> QUIET = of("quiet", null, Forms.WIDE_FLAG);

    /** What becomes of a run that this process could not drive: {@code fail}, {@code warn} or {@code off}. Ours, not k6's. */
    public static final Setting<String> GENERATOR_HEALTH =
            of("generatorHealth", "STAMPEDE_GENERATOR_HEALTH", Forms.TEXT);

    /** Whether the engine warms up before the run: {@code auto}, {@code on} or {@code off}. Ours, not k6's. */
    public static final Setting<String> WARM_UP = of("warmUp", "STAMPEDE_WARM_UP", Forms.TEXT);

    private static final String PARAMETER_PREFIX = "stampede.";

    private final String key;
    private final @Nullable String variable;
    private final Form<T> form;

    private Setting(String key, @Nullable String variable, Form<T> form) {
        this.key = key;
        this.variable = variable;
        this.form = form;
    }

    private static <T> Setting<T> of(String key, @Nullable String variable, Form<T> form) {
        Setting<T> setting = new Setting<>(key, variable, form);
        ALL.add(setting);
        return setting;
    }

    /** All there are, in the order of the table. */
    public static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    /** Key in a file, and behind {@code stampede.} in configuration parameters. */
    public String key() {
        return key;
    }

    /** Environment variable; null when there is none. */
    public @Nullable String variable() {
        return variable;
    }

    /** JUnit configuration parameter, such as {@code stampede.vus}. */
    public String parameter() {
        return PARAMETER_PREFIX + key;
    }

    Form<T> form() {
        return form;
    }

    /** The value for people; secrets masked. */
    String show(T value) {
        return form.show().apply(value);
    }

    @Override
    public String toString() {
        return key;
    }
}
