package dev.stampede.thresholds;

import dev.stampede.metrics.GoText;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.NearNames;
import dev.stampede.metrics.SystemTag;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells names that do not exist yet from names that never will. Thread-safe. */
final class MetricNames {
    /** What built-in metrics begin with: a metric of the test's own is not awaited under such a name. */
    private static final List<String> BUILTIN_PREFIXES =
            List.of("http_", "ws_", "grpc_", "iteration", "vus", "data_", "checks", "group_", "dropped_");

    /** Tags that the world sets, not the test: that one never came is a fact, not a slip of the pen. */
    private static final Set<SystemTag> SET_BY_THE_WORLD = EnumSet.of(
            SystemTag.PROTO,
            SystemTag.SUBPROTO,
            SystemTag.STATUS,
            SystemTag.ERROR,
            SystemTag.ERROR_CODE,
            SystemTag.TLS_VERSION,
            SystemTag.EXPECTED_RESPONSE,
            SystemTag.OCSP_STATUS,
            SystemTag.IP);

    private final MetricRegistry registry;

    MetricNames(MetricRegistry registry) {
        this.registry = registry;
    }

    /**
     * Whether the test may still register this metric. Not when the name is malformed, belongs to a family of built-in
     * metrics, or is a built-in one but for a slip: one edit in three letters, two in six.
     */
    boolean mayStillCome(String metric) {
        return MetricRegistry.isValidName(metric)
                && BUILTIN_PREFIXES.stream().noneMatch(metric::startsWith)
                && registry.builtinNames().stream().noneMatch(known -> isSlip(metric, known));
    }

    private static boolean isSlip(String metric, String known) {
        int distance = NearNames.distance(metric, known);
        return distance <= 2 && distance * 3 <= Math.max(metric.length(), known.length());
    }

    /** What to say of a metric that does not exist. */
    String missing(MetricSelector selector) {
        List<String> near = registry.near(selector.metric());
        String hint = !near.isEmpty()
                ? NearNames.hint(near)
                : BUILTIN_PREFIXES.stream()
                        .filter(selector.metric()::startsWith)
                        .findFirst()
                        .map(prefix ->
                                "; metrics that begin with '" + prefix + "' are built in, and it is none of them")
                        .orElse("");
        return "invalid threshold defined on " + selector.text() + "; reason: no metric name "
                + GoText.quote(selector.text()) + " found" + hint;
    }

    /** What to say of a sub-metric that no sample could ever match, because no sample of the run had its tag. */
    Optional<String> missingTag(MetricSelector selector, Map<String, Set<String>> recorded) {
        for (Map.Entry<String, String> tag : selector.tags().entrySet()) {
            String key = tag.getKey();
            SystemTag systemTag = SystemTag.of(key);
            if (systemTag != null && SET_BY_THE_WORLD.contains(systemTag)) {
                continue;
            }
            Set<String> values = recorded.get(key);
            if (values == null) {
                return Optional.of(missingTag(selector, key, NearNames.of(key, recorded.keySet())));
            }
            if (!values.contains(tag.getValue())) {
                return Optional.of(
                        missingTag(selector, key + ":" + tag.getValue(), NearNames.of(tag.getValue(), values)));
            }
        }
        return Optional.empty();
    }

    private static String missingTag(MetricSelector selector, String tag, List<String> near) {
        return "invalid threshold defined on " + selector.text() + "; reason: no tag " + GoText.quote(tag)
                + " found on any sample" + NearNames.hint(near);
    }
}
