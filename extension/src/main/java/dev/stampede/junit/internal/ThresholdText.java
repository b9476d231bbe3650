package dev.stampede.junit.internal;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Printable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says how a threshold stood: limit, measured value with its unit, number of samples. */
final class ThresholdText {
    /** Aggregation, operator and limit of an expression that was evaluated, so that is known to be well-formed. */
    private static final Pattern PARTS = Pattern.compile("\\s*([^<>=!]*?)\\s*(?:<=|>=|===|==|!=|<|>)\\s*(.*?)\\s*");

    /** Knows the types and units of the metrics every run has. */
    private static final MetricRegistry BUILTIN = new MetricRegistry();

    private ThresholdText() {}

    /**
     * {@code ✗ http_req_duration p(95)<300 -> observed 412.7 ms over 18204 samples}; of windows {@code ✗ http_req_duration
     * p(95)<300 in any 30s -> observed 412.7 ms over 1820 samples, from 1m10s to 1m40s}.
     */
    static String line(ThresholdResult threshold) {
        return mark(threshold) + " " + Printable.line(threshold.metric() + " " + threshold.condition()) + " -> "
                + outcome(threshold);
    }

    /** A run that ended before anything was measured says nothing for a threshold either. */
    private static String mark(ThresholdResult threshold) {
        if (threshold.failed()) {
            return "✗";
        }
        return isUnmeasured(threshold) ? "•" : "✓";
    }

    /** {@code observed 412.7 ms over 18204 samples}, and when, if it is the worst of windows. */
    static String outcome(ThresholdResult threshold) {
        if (isUnmeasured(threshold)) {
            return "nothing was measured";
        }
        return "observed " + observed(threshold) + " over " + LoadText.count(threshold.samples(), "sample")
                + (threshold.worst() == null ? "" : ", " + threshold.worst());
    }

    /**
     * Nothing to count is a count, too; anything else that is evaluated without samples is nothing, but for a gauge that
     * keeps its value into a window.
     */
    static boolean isUnmeasured(ThresholdResult threshold) {
        Matcher parts = PARTS.matcher(threshold.expression());
        boolean counts = parts.matches()
                && (parts.group(1).equals("count") || parts.group(1).equals("rate"));
        return Double.isNaN(threshold.observed()) || (threshold.samples() == 0 && !counts && !threshold.scoped());
    }

    /** A share from 0 to 1, which looks like all only if it is. */
    static String percent(double share) {
        return digits(share, 1, 100) + " %";
    }

    /** A value with its unit, such as {@code 412.7 ms}. */
    static String value(String metric, String aggregation, double value) {
        String unit = unit(metric(metric), aggregation);
        return digits(value, Double.NaN, unit.equals(" %") ? 100 : 1) + unit;
    }

    private static String observed(ThresholdResult threshold) {
        Matcher parts = PARTS.matcher(threshold.expression());
        boolean split = parts.matches();
        String unit = unit(metric(threshold.metric()), split ? parts.group(1) : "");
        double limit = split ? number(parts.group(2)) : Double.NaN;
        int scale = unit.equals(" %") ? 100 : 1;
        return digits(threshold.observed(), limit, scale) + unit;
    }

    private static @Nullable Metric metric(String name) {
        return BUILTIN.find(MetricSelector.parse(name).metric());
    }

    private static String unit(@Nullable Metric metric, String aggregation) {
        if (metric == null) {
            return "";
        }
        if (metric.type() == MetricType.RATE) {
            return " %";
        }
        String unit = switch (metric.contains()) {
            case TIME -> " ms";
            case DATA -> " B";
            case DEFAULT -> "";
        };
        return metric.type() == MetricType.COUNTER && aggregation.equals("rate") ? unit + "/s" : unit;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // one of the ways Go writes numbers and Java does not
        }
    }

    /**
     * Two decimals, or three significant digits of a small value; all digits where rounding would make the value look like
     * the limit it missed.
     */
    private static String digits(double value, double limit, int scale) {
        if (Double.isInfinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value).multiply(BigDecimal.valueOf(scale));
        BigDecimal rounded = exact.abs().compareTo(BigDecimal.ONE) < 0
                ? exact.round(new MathContext(3, RoundingMode.HALF_EVEN))
                : exact.setScale(2, RoundingMode.HALF_EVEN);
        boolean looksLikeTheLimit = Double.isFinite(limit)
                && rounded.compareTo(BigDecimal.valueOf(limit).multiply(BigDecimal.valueOf(scale))) == 0;
        BigDecimal shown = looksLikeTheLimit ? exact : rounded;
        return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }
}
