package dev.stampede.clock;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as k6 reads and writes them. (k6: {@code lib/types/types.go}.) */
public final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
    private static final Pattern MILLIS = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern DAYS = Pattern.compile("(-?)(\\d+)d(.*)");

    private Durations() {}

    /**
     * Reads {@code 300ms}, {@code 1.5h}, {@code 1m30s}, {@code 100us}, {@code -2s}, {@code 1d12h}; a bare number is
     * milliseconds.
     *
     * @throws IllegalArgumentException if it is anything else, or does not fit; the message quotes the text
     */
    public static Duration parse(String text) {
        String s = text.strip();
        if (MILLIS.matcher(s).matches()) {
            return nanos(new BigDecimal(s).movePointRight(6), text);
        }
        Matcher days = DAYS.matcher(s);
        if (days.matches()) {
            String rest = days.group(3);
            if (rest.startsWith("-")) {
                throw new IllegalArgumentException("invalid time format '" + rest + "'");
            }
            BigDecimal total = new BigDecimal(days.group(2)).multiply(BigDecimal.valueOf(24 * 3_600_000_000_000L));
            total = rest.isEmpty() ? total : total.add(goDuration(rest, text));
            return nanos(days.group(1).isEmpty() ? total : total.negate(), text);
        }
        return nanos(goDuration(s, text), text);
    }

    private static BigDecimal goDuration(String s, String text) {
        boolean negative = s.startsWith("-");
        String body = negative || s.startsWith("+") ? s.substring(1) : s;
        BigDecimal total = BigDecimal.ZERO;
        Matcher part = PART.matcher(body);
        int at = 0;
        while (at < body.length() && part.find(at) && part.start() == at) {
            total = total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
            at = part.end();
        }
        if (body.isEmpty() || at < body.length()) {
            throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
        }
        return negative ? total.negate() : total;
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000L; // us, with either letter mu
        };
    }

    private static Duration nanos(BigDecimal nanos, String text) {
        try {
            return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("time: invalid duration \"" + text + "\"", e);
        }
    }

    /** Writes it as Go does: {@code 10m0s}, {@code 1.5s}, {@code 300ms}, {@code 0s}. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long abs = Math.abs(nanos);
        if (abs < 1_000_000_000L) {
            String unit = abs < 1_000 ? "ns" : abs < 1_000_000 ? "\u00b5s" : "ms";
            int shift = abs < 1_000 ? 0 : abs < 1_000_000 ? 3 : 6;
            return sign + plain(BigDecimal.valueOf(abs, shift)) + unit;
        }
        long hours = abs / 3_600_000_000_000L;
        long minutes = abs / 60_000_000_000L % 60;
        String seconds = plain(BigDecimal.valueOf(abs % 60_000_000_000L, 9)) + "s";
        return sign + (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
