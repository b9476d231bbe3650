package dev.stampede.metrics;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Go's way with numbers and quoted text, where k6's grammar and messages depend on it. (Go: {@code strconv.ParseFloat},
 * {@code strconv.Quote}.)
 */
public final class GoText {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)(e[-+]?\\d+)?");
    private static final Pattern HEX = Pattern.compile("[-+]?0x([0-9a-f]+\\.?[0-9a-f]*|\\.[0-9a-f]+)p[-+]?\\d+");
    /** Between two digits, or between {@code 0x} and a digit. */
    private static final Pattern DECIMAL_UNDERSCORE = Pattern.compile("(?<=\\d)_(?=\\d)");

    private static final Pattern HEX_UNDERSCORE = Pattern.compile("(?<=[0-9a-f]|^[-+]?0x)_(?=[0-9a-f])");

    private GoText() {}

    /**
     * Reads a floating-point literal: decimal or hexadecimal (which needs a {@code p} exponent), underscores between
     * digits, {@code Inf}, {@code Infinity} with or without a sign, {@code NaN}; letters of either case.
     *
     * @throws IllegalArgumentException with Go's text, if it is no such literal or too large
     */
    public static double parseFloat(String text) {
        String s = text.toLowerCase(Locale.ROOT);
        switch (s) {
            case "nan" -> {
                return Double.NaN;
            }
            case "inf", "+inf", "infinity", "+infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                return parseFinite(s, text);
            }
        }
    }

    private static double parseFinite(String s, String text) {
        boolean hex = s.indexOf('x') >= 0;
        String digits = (hex ? HEX_UNDERSCORE : DECIMAL_UNDERSCORE).matcher(s).replaceAll("");
        if (!isAscii(text) || !(hex ? HEX : DECIMAL).matcher(digits).matches()) {
            throw new IllegalArgumentException("strconv.ParseFloat: parsing " + quote(text) + ": invalid syntax");
        }
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("strconv.ParseFloat: parsing " + quote(text) + ": value out of range");
        }
        return value;
    }

    /** Lower-casing turns some letters of other scripts into Latin ones. */
    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** The text in double quotes, with what cannot be printed escaped. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(out, c));
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 11 -> out.append("\\v");
            default -> {
                if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(String.format(c < 128 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
