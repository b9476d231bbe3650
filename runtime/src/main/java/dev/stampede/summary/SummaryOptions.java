package dev.stampede.summary;

import dev.stampede.ConfigException;
import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.MetricType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the summary looks. Immutable. (k6: {@code summaryTrendStats}, {@code summaryTimeUnit}, {@code summaryMode}.)
 *
 * @param trendStats columns of trends, in this order: {@code avg}, {@code min}, {@code med}, {@code max}, {@code count},
 *     {@code p(N)}
 * @param timeUnit unit of times
 * @param mode how much is shown
 * @param color whether there are colours, for terminals
 */
public record SummaryOptions(List<String> trendStats, TimeUnit timeUnit, Mode mode, boolean color) {

    /** avg, min, med, max, p(90), p(95); the unit that fits each time; {@link Mode#COMPACT}; no colours. */
    public static final SummaryOptions DEFAULT = new SummaryOptions(
            List.of("avg", "min", "med", "max", "p(90)", "p(95)"), TimeUnit.AUTO, Mode.COMPACT, false);

    /**
     * Checks them.
     *
     * @throws ConfigException naming each trend statistic that does not exist
     */
    public SummaryOptions {
        trendStats = List.copyOf(trendStats);
        List<String> wrong = trendStats.stream()
                .filter(stat -> !isTrendStat(stat))
                .map(stat -> "invalid trend stat '" + stat + "', unknown format")
                .toList();
        if (!wrong.isEmpty()) {
            throw new ConfigException(wrong);
        }
    }

    private static boolean isTrendStat(String stat) {
        try {
            return Aggregation.parse(stat).supports(MetricType.TREND);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The same with other columns. */
    public SummaryOptions withTrendStats(List<String> value) {
        return new SummaryOptions(value, timeUnit, mode, color);
    }

    /** The same with another unit. */
    public SummaryOptions withTimeUnit(TimeUnit value) {
        return new SummaryOptions(trendStats, value, mode, color);
    }

    /** The same in another mode. */
    public SummaryOptions withMode(Mode value) {
        return new SummaryOptions(trendStats, timeUnit, value, color);
    }

    /** The same with or without colours. */
    public SummaryOptions withColor(boolean value) {
        return new SummaryOptions(trendStats, timeUnit, mode, value);
    }

    /** Unit of times. */
    public enum TimeUnit {
        /** The one that fits. */
        AUTO("auto"),
        SECONDS("s"),
        MILLISECONDS("ms"),
        MICROSECONDS("us");

        private final String text;

        TimeUnit(String text) {
            this.text = text;
        }

        /**
         * Reads {@code auto}, {@code s}, {@code ms} or {@code us}; empty is {@code auto}.
         *
         * @throws ConfigException if it is anything else
         */
        public static TimeUnit parse(String text) {
            return text.isEmpty()
                    ? AUTO
                    : Arrays.stream(values())
                            .filter(unit -> unit.text.equals(text))
                            .findFirst()
                            .orElseThrow(() -> new ConfigException(
                                    "invalid summary time unit '" + text + "', use one of auto, s, ms, us"));
        }
    }

    /** How much is shown. */
    public enum Mode {
        /** Thresholds, checks and metrics, without the parts that HTTP durations are made of. */
        COMPACT,
        /** These too. Where k6 then shows each group and each scenario by itself as well, this does not yet. */
        FULL,
        /** Nothing. */
        DISABLED;

        /**
         * Reads {@code compact}, {@code full} or {@code disabled}.
         *
         * @throws ConfigException if it is anything else
         */
        public static Mode parse(String text) {
            return Arrays.stream(values())
                    .filter(mode -> mode.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new ConfigException("invalid summary mode '" + text + "', use one of "
                            + Arrays.stream(values()).map(Mode::text).collect(Collectors.joining(", "))));
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
