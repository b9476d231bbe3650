package dev.stampede.logs;

import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Stack traces as a part of lines. */
final class StackTraces {
    /** A line that a stack overflow caused must not be megabytes. */
    private static final int LONGEST = 16 * 1024;

    /** Half of a secret would not be known as one. */
    private static final int LONGEST_WORD = 1024;

    private StackTraces() {}

    /** The text, and behind it what was thrown, if anything. */
    static String behind(String text, @Nullable Throwable thrown) {
        return thrown == null ? text : text + "\n" + of(thrown);
    }

    private static String of(Throwable thrown) {
        Bounded trace = new Bounded();
        try {
            thrown.printStackTrace(new PrintWriter(trace));
        } catch (Full e) {
            return wholeWords(trace.text) + "…";
        } catch (RuntimeException e) {
            return thrown.getClass().getName();
        }
        return trace.text.toString().stripTrailing();
    }

    private static String wholeWords(StringBuilder text) {
        for (int end = text.length(); end > text.length() - LONGEST_WORD; end--) {
            if (Character.isWhitespace(text.charAt(end - 1))) {
                return text.substring(0, end);
            }
        }
        return text.toString();
    }

    /** There is no room for more. */
    private static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;

        Full() {
            super(null, null, false, false);
        }
    }

    private static final class Bounded extends Writer {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(char[] from, int offset, int length) {
            int room = LONGEST - text.length();
            text.append(from, offset, Math.min(room, length));
            if (length > room) {
                throw new Full();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
