package dev.stampede.output.cloud.logs;

import dev.stampede.output.LogLine;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A line as it is pushed.
 *
 * @param level as the service names it
 * @param labels of its stream besides run and level, by name
 */
record Entry(long epochNanos, Level level, Map<String, String> labels, String text) {
    private static final String CUT = "…";

    /** Levels as the service names them, lowest first. */
    enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }

    /**
     * A line, with fields that may be no labels appended to its text as k6 appends them: {@code  key=value}.
     *
     * @param longest most bytes of the text, which is cut there
     */
    static Entry of(LogLine line, Set<String> allowed, long longest) {
        Map<String, String> labels = new TreeMap<>();
        StringBuilder text = new StringBuilder(line.text());
        line.fields().forEach((key, value) -> {
            if (allowed.contains(key)) {
                labels.put(key, value);
            } else {
                text.append(' ').append(key).append('=').append(value);
            }
        });
        return new Entry(line.epochNanos(), level(line.level()), labels, cut(text.toString(), longest));
    }

    private static Level level(System.Logger.Level level) {
        return switch (level) {
            case ALL, TRACE, DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR, OFF -> Level.ERROR;
        };
    }

    /** At most so many bytes as UTF-8, with a mark where something is missing; never half a character. */
    static String cut(String text, long longest) {
        if (text.length() * 3L <= longest) {
            return text;
        }
        int bytes = 0;
        int end = 0; // where a cut text has to end, so that the mark still fits
        long room = longest - utf8(CUT.codePointAt(0));
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            bytes += utf8(point);
            if (bytes > longest) {
                return text.substring(0, end) + (room >= 0 ? CUT : "");
            }
            i += Character.charCount(point);
            if (bytes <= room || room < 0) {
                end = i;
            }
        }
        return text;
    }

    /** Half a surrogate pair is written as a question mark. */
    private static int utf8(int point) {
        if (point < 0x80 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            return 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
}
