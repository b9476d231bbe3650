package dev.stampede.output.cloud.login;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of k6's config file, in the order in which k6 writes them. (k6: {@code lib/options.go}, {@code cloudapi/config.go}.) */
final class KnownKeys {
    private static final List<String> ALL = List.of(
            "paused",
            "vus",
            "duration",
            "iterations",
            "stages",
            "scenarios",
            "executionSegment",
            "executionSegmentSequence",
            "noSetup",
            "setupTimeout",
            "noTeardown",
            "teardownTimeout",
            "handleSummaryTimeout",
            "rps",
            "dns",
            "maxRedirects",
            "userAgent",
            "batch",
            "batchPerHost",
            "httpDebug",
            "insecureSkipTLSVerify",
            "tlsCipherSuites",
            "tlsVersion",
            "tlsAuth",
            "throw",
            "thresholds",
            "blacklistIPs",
            "blockHostnames",
            "hosts",
            "noConnectionReuse",
            "noVUConnectionReuse",
            "minIterationDuration",
            "cloud",
            "ext",
            "summaryTrendStats",
            "summaryTimeUnit",
            "systemTags",
            "tags",
            "metricSamplesBufferSize",
            "noCookiesReset",
            "discardResponseBodies",
            "out",
            "linger",
            "noUsageReport",
            "webDashboard",
            "noArchiveUpload",
            "features",
            "collectors");

    private static final List<String> DNS = List.of("ttl", "select", "policy");

    private static final List<String> CLOUD = List.of(
            "stackID",
            "stackURL",
            "defaultProjectID",
            "token",
            "projectID",
            "name",
            "host",
            "hostv6",
            "timeout",
            "webAppURL",
            "testRunDetails",
            "noCompress",
            "stopOnError",
            "apiVersion",
            "metricsPushURL",
            "testRunToken",
            "pushRefID",
            "maxTimeSeriesInBatch",
            "metricPushInterval",
            "metricPushConcurrency",
            "aggregationPeriod",
            "aggregationWaitPeriod",
            "tracesEnabled",
            "traceHost",
            "tracesPushConcurrency",
            "tracesPushInterval");

    private KnownKeys() {}

    /** Every key of the file with its value in what is given, else null; what is not known is left out. */
    static Map<String, @Nullable Object> all(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> all = pick(ALL, given);
        if (all.get("dns") == null) { // which cannot be null in k6
            all.put("dns", pick(DNS, Map.of()));
        }
        return all;
    }

    /** The same for {@code collectors.cloud}. */
    static Map<String, @Nullable Object> cloud(Map<String, @Nullable Object> given) {
        return pick(CLOUD, given);
    }

    private static Map<String, @Nullable Object> pick(List<String> keys, Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> picked = new LinkedHashMap<>();
        keys.forEach(key -> picked.put(key, find(given, key)));
        return picked;
    }

    /** The value of a key, whose case does not matter to Go; of several the last one. */
    static @Nullable Object find(Map<String, @Nullable Object> given, String key) {
        Object found = null;
        for (Map.Entry<String, @Nullable Object> one : given.entrySet()) {
            if (one.getKey().equalsIgnoreCase(key)) {
                found = one.getValue();
            }
        }
        return found;
    }
}
