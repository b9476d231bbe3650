package dev.stampede.run;

import dev.stampede.RunResult;
import java.util.Optional;

/** The result of a run that is over. Immutable. */
public interface RunReport extends RunResult {

    /** Why the run ended early, for people; empty when it ran to its end. */
    Optional<String> reason();

    /** What was thrown, when an exception ended the run. */
    Optional<Throwable> cause();
}
