package dev.stampede.junit.cli;

import dev.stampede.AbortCause;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the extension publishes about a run that is over. Immutable.
 *
 * @param passed whether it ran to its end and every threshold held
 * @param cause why it ended early; null when it ran to its end
 */
record RunFacts(boolean passed, @Nullable AbortCause cause) {

    /** The facts in a report entry; null when it is about something else. */
    static @Nullable RunFacts of(Map<String, String> entries) {
        String passed = entries.get("stampede.passed");
        String cause = entries.get("stampede.cause");
        return passed == null
                ? null
                : new RunFacts(Boolean.parseBoolean(passed), cause == null ? null : AbortCause.valueOf(cause));
    }
}
