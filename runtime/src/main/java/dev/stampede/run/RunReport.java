package dev.stampede.run;

import dev.stampede.AbortCause;
import dev.stampede.RunResult;
import java.util.List;
import java.util.Optional;

/** The result of a run that is over. Immutable. */
public interface RunReport extends RunResult {

    /** Why the run ended early, for people; empty when it ran to its end. */
    Optional<String> reason();

    /** What made it end early; empty when it ran to its end. */
    Optional<AbortCause> abortCause();

    /** Thresholds that name a metric or a tag which the run never recorded; each with the near ones. */
    List<String> problems();

    /** What was thrown when the run was to end anyway, such as by {@code @AfterRun} after an abort; the first few. */
    List<Throwable> alsoThrown();

    /** What was thrown, when an exception ended the run. */
    Optional<Throwable> cause();
}
