package dev.stampede.metrics;

import java.util.regex.Pattern;

/** Texts of others, such as names of checks, for consoles and reports: XML, for one, cannot hold all that a text can. */
public final class Printable {
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/?#]*@");

    private Printable() {}

    /** A URL with its user and password masked; any other text as it is. */
    public static String withoutUserInfo(String url) {
        return USER_INFO.matcher(url).replaceFirst("****@");
    }

    /** One line, with what must not be in it written out, such as {@code \n} or {@code \u001b}. */
    public static String line(String text) {
        return escaped(text, "");
    }

    /** The same for a text whose line breaks and tabs stay. */
    public static String lines(String text) {
        return escaped(text, "\n\t");
    }

    private static String escaped(String text, String kept) {
        if (text.codePoints().allMatch(c -> isFine(c, kept))) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isFine(c, kept)) {
                out.appendCodePoint(c);
            } else {
                switch (c) {
                    case '\n' -> out.append("\\n");
                    case '\r' -> out.append("\\r");
                    case '\t' -> out.append("\\t");
                    default -> out.append(String.format("\\u%04x", c));
                }
            }
        });
        return out.toString();
    }

    private static boolean isFine(int c, String kept) {
        return kept.indexOf(c) >= 0
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> false; // half of a pair
                    default -> c != 0xfffe && c != 0xffff; // no characters at all
                };
    }
}
