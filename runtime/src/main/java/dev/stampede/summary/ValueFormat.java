package dev.stampede.summary;

import dev.stampede.metrics.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Numbers as the summary shows them. Immutable. (k6: {@code internal/js/summary.js}, {@code humanizeValue}.) */
final class ValueFormat {
    private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB");
    private static final double MINUTE = 60_000;

    private final SummaryOptions.TimeUnit timeUnit;

    ValueFormat(SummaryOptions.TimeUnit timeUnit) {
        this.timeUnit = timeUnit;
    }

    /** A number of a metric, whatever its type, except the share of a rate. */
    String value(double value, ValueType contains) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        return switch (contains) {
            case DEFAULT -> plain(value, 6);
            case DATA -> bytes(value);
            case TIME -> time(value);
        };
    }

    /** A share from 0 to 1, cut off (not rounded) after two decimals of a percent. */
    static String percent(double share) {
        return fixed((double) (long) (share * 100 * 100) / 100, 2) + "%";
    }

    private static String bytes(double bytes) {
        if (bytes < 10) {
            return shortest(bytes) + " B";
        }
        int power = Math.min((int) (Math.log(bytes) / Math.log(1000)), BYTE_UNITS.size() - 1);
        double value = Math.floor(bytes / Math.pow(1000, power) * 10 + 0.5) / 10;
        return fixed(value, value < 10 ? 1 : 0) + " " + BYTE_UNITS.get(power);
    }

    private String time(double millis) {
        return switch (timeUnit) {
            case AUTO -> time(millis, millis > MINUTE ? 0 : 2);
            case SECONDS -> fixed(millis * 0.001, 2) + "s";
            case MILLISECONDS -> fixed(millis, 2) + "ms";
            case MICROSECONDS -> fixed(millis * 1000, 2) + "\u00b5s";
        };
    }

    private static String time(double millis, int secondDecimals) {
        if (millis == 0) {
            return "0s";
        }
        if (millis < 0.001) {
            return (long) (millis * 1_000_000) + "ns";
        }
        if (millis < 1) {
            return truncated(millis * 1000, 2) + "\u00b5s";
        }
        if (millis < 1000) {
            return truncated(millis, 2) + "ms";
        }
        String seconds = truncated(millis % MINUTE / 1000, secondDecimals) + "s";
        long minutes = (long) (millis / MINUTE);
        long hours = minutes / 60;
        return (hours > 0 ? hours + "h" : "") + (minutes > 0 ? minutes % 60 + "m" : "") + seconds;
    }

    private static String truncated(double value, int decimals) {
        double scale = Math.pow(10, decimals);
        return plain((double) (long) (value * scale) / scale, decimals);
    }

    /** Rounded, without zeros at the end. */
    private static String plain(double value, int decimals) {
        return shortest(rounded(value, decimals).doubleValue());
    }

    /** Rounded, with all its decimals. */
    private static String fixed(double value, int decimals) {
        return rounded(value, decimals).toPlainString();
    }

    /** Of the exact value, as JavaScript's {@code toFixed} does. */
    private static BigDecimal rounded(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP);
    }

    private static String shortest(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
