package dev.stampede.engine;

import java.time.Duration;

/**
 * What holds for all virtual users of a run.
 *
 * @param factory makes what they do
 * @param errors takes what their iterations throw
 * @param abortOnError whether an exception in an iteration ends the run
 * @param minIterationDuration shortest time from the beginning of an iteration to the beginning of the same user's next
 */
public record VuRules(User.Factory factory, ErrorLog errors, boolean abortOnError, Duration minIterationDuration) {}
