package dev.stampede.junit.internal;

import dev.stampede.metrics.Printable;
import dev.stampede.options.Given;
import dev.stampede.options.Problems;

/** Names that people are shown: one line of text. Pure functions. */
final class DisplayName {
    private DisplayName() {}

    /** Refuses a name that would break the lines of consoles and reports. */
    static void check(Site site, String name, Problems problems) {
        if (name.codePoints().anyMatch(DisplayName::isControl)) {
            problems.add(
                    site.loadTest(),
                    "the name must be one line of text, without control characters, given as "
                            + new Given<>(Printable.line(name), Given.ANNOTATION).quote("value"),
                    "Leave line breaks and control characters out.");
        }
    }

    private static boolean isControl(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
