package dev.stampede.junit.cli;

import dev.stampede.RunEnding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the extension publishes about a run that is over. Immutable.
 *
 * @param ending what ended it
 * @param passed whether it ran to its end and every threshold held
 */
record RunFacts(RunEnding ending, boolean passed) {

    /** The facts in a report entry; null when it is about something else. */
    static @Nullable RunFacts of(Map<String, String> entries) {
        String ending = entries.get("stampede.ending");
        return ending == null
                ? null
                : new RunFacts(RunEnding.valueOf(ending), Boolean.parseBoolean(entries.get("stampede.passed")));
    }
}
