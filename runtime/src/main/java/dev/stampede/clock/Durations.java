package dev.stampede.clock;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as k6 reads and writes them. (k6: {@code lib/types/types.go}.) */
public final class Durations {
    /** A number and all up to the next one. */
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^.\\d]*)");

    private static final Pattern MILLIS = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern DAYS = Pattern.compile("(-?)(\\d+)d(.*)");

    private Durations() {}

    /**
     * Reads {@code 300ms}, {@code 1.5h}, {@code 1m30s}, {@code 100us}, {@code -2s}, {@code 1d12h}; a bare number is
     * milliseconds.
     *
     * @throws IllegalArgumentException if it is anything else, or does not fit into 292 years; the message is Go's and
     *     quotes the text
     */
    public static Duration parse(String text) {
        String s = text.strip();
        if (MILLIS.matcher(s).matches()) {
            return nanos(millis(s, text), text);
        }
        Matcher days = DAYS.matcher(s);
        if (days.matches()) {
            String rest = days.group(3);
            if (rest.startsWith("-")) {
                throw new IllegalArgumentException("invalid time format '" + rest + "'");
            }
            BigDecimal total = new BigDecimal(days.group(2)).multiply(BigDecimal.valueOf(24 * nanosOf("h", text)));
            total = rest.isEmpty() ? total : total.add(goDuration(rest, text));
            return nanos(days.group(1).isEmpty() ? total : total.negate(), text);
        }
        return nanos(goDuration(s, text), text);
    }

    /**
     * Reads {@code 300ms}, {@code 1.5h}, {@code 1m30s}, {@code -2s} as Go does: neither bare numbers nor days. (Go: {@code
     * time.ParseDuration}.)
     *
     * @throws IllegalArgumentException if it is anything else, or does not fit into 292 years; the message is Go's and
     *     quotes the text
     */
    public static Duration parseGo(String text) {
        return nanos(goDuration(text, text), text);
    }

    private static BigDecimal millis(String s, String text) {
        try {
            return new BigDecimal(s).movePointRight(6);
        } catch (NumberFormatException | ArithmeticException e) { // an exponent of ten digits
            throw invalid(text, e);
        }
    }

    private static BigDecimal goDuration(String s, String text) {
        boolean negative = s.startsWith("-");
        String body = negative || s.startsWith("+") ? s.substring(1) : s;
        if (body.equals("0")) {
            return BigDecimal.ZERO;
        }
        BigDecimal total = BigDecimal.ZERO;
        Matcher part = PART.matcher(body);
        int at = 0;
        while (part.find(at) && part.start() == at) {
            total = total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2), text))));
            at = part.end();
        }
        if (body.isEmpty() || at < body.length()) {
            throw invalid(text, null);
        }
        return negative ? total.negate() : total;
    }

    private static long nanosOf(String unit, String text) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "\u00b5s", "\u03bcs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "" -> throw new IllegalArgumentException("time: missing unit in duration \"" + text + "\"");
            default ->
                throw new IllegalArgumentException("time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
        };
    }

    private static Duration nanos(BigDecimal nanos, String text) {
        long integerDigits = (long) nanos.precision() - nanos.scale();
        if (nanos.signum() == 0 || integerDigits <= 0) {
            return Duration.ZERO;
        }
        if (integerDigits > 19) { // before it is written out, which 1e999999999 would take forever
            throw invalid(text, null);
        }
        try {
            return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
        } catch (ArithmeticException e) {
            throw invalid(text, e);
        }
    }

    private static IllegalArgumentException invalid(String text, @Nullable Exception cause) {
        return new IllegalArgumentException("time: invalid duration \"" + text + "\"", cause);
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
