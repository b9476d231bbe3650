package dev.stampede.engine;

/** Texts of others, such as messages of exceptions, as a part of messages. */
public final class OneLine {
    private static final String GAP = " … ";

    private OneLine() {}

    /**
     * The text without line breaks and control characters; of a long one its beginning and its end, which is where
     * assertions say what they expected.
     *
     * @param longest most characters of the result
     */
    public static String of(String text, int longest) {
        // what a body of megabytes says in between is not looked at
        String some = excerpt(text.strip(), 8 * longest);
        return excerpt(joined(some), longest);
    }

    private static String joined(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean broken = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                broken = true;
                continue;
            }
            if (broken && Character.isWhitespace(c)) {
                continue; // indentation
            }
            if (broken) {
                if (!trim(line).isEmpty()) {
                    line.append(' ');
                }
                broken = false;
            }
            line.append(c);
        }
        return trim(line).toString();
    }

    private static StringBuilder trim(StringBuilder line) {
        int end = line.length();
        while (end > 0 && Character.isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        line.setLength(end);
        return line;
    }

    /** A text, of a long one its beginning and its end. */
    public static String excerpt(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int head = longest * 2 / 3;
        int tail = text.length() - (longest - head - GAP.length());
        if (Character.isHighSurrogate(text.charAt(head - 1))) {
            head--;
        }
        if (Character.isLowSurrogate(text.charAt(tail))) {
            tail++;
        }
        return text.substring(0, head) + GAP + text.substring(tail);
    }
}
