package dev.stampede.secrets;

import java.nio.charset.StandardCharsets;

/**
 * Finds a value in texts: as it is, and with any of its characters escaped as URLs and JSON do. Which ones are differs from
 * one library to the next, so none of them is expected to be. Immutable.
 *
 * @param value not empty
 */
record Written(String value) {

    /** Where the value ends if it begins here; else -1. */
    int end(String text, int from) {
        char first = text.charAt(from);
        boolean plain = first == value.charAt(0);
        if (plain && text.startsWith(value, from)) {
            return from + value.length();
        }
        int end = -1;
        if (plain || first == '%' || first == '+') {
            end = endInUrl(text, from);
        }
        return end < 0 && (plain || first == '\\') ? endInJson(text, from) : end;
    }

    private int endInUrl(String text, int from) {
        int at = from;
        for (int i = 0; i < value.length() && at >= 0; ) {
            int point = value.codePointAt(i);
            at = afterInUrl(point, text, at);
            i += Character.charCount(point);
        }
        return at;
    }

    /** Behind this character, if it is there; else -1. */
    private static int afterInUrl(int point, String text, int at) {
        if (at >= text.length()) {
            return -1;
        }
        char next = text.charAt(at);
        if (next == '%') {
            return afterBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8), text, at);
        }
        if (next == '+' && point == ' ') {
            return at + 1;
        }
        return text.codePointAt(at) == point ? at + Character.charCount(point) : -1;
    }

    private static int afterBytes(byte[] bytes, String text, int from) {
        int at = from;
        for (byte one : bytes) {
            if (at >= text.length() || text.charAt(at) != '%' || hex(text, at + 1, 2) != (one & 0xff)) {
                return -1;
            }
            at += 3;
        }
        return at;
    }

    private int endInJson(String text, int from) {
        int at = from;
        for (int i = 0; i < value.length() && at >= 0; i++) {
            at = afterInJson(value.charAt(i), text, at);
        }
        return at;
    }

    private static int afterInJson(char wanted, String text, int at) {
        if (at >= text.length()) {
            return -1;
        }
        if (text.charAt(at) != '\\') {
            return text.charAt(at) == wanted ? at + 1 : -1;
        }
        char escape = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (escape == 'u') {
            return hex(text, at + 2, 4) == wanted ? at + 6 : -1;
        }
        return unescaped(escape) == wanted ? at + 2 : -1;
    }

    private static char unescaped(char escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    /** Value of so many hex digits; -1 if they are none. */
    private static int hex(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int result = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            result = result << 4 | digit;
        }
        return result;
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return Redactor.REDACTED;
    }
}
