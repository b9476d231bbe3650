package dev.stampede;

/**
 * Exceptions of iterations that have the same cause, counted.
 *
 * @param fingerprint what they share: type and the first frame in the test's own code
 * @param count how many iterations threw so
 * @param firstVu virtual user of the first one
 * @param firstIteration iteration of the first one
 * @param scenario scenario of the first one
 * @param dataRow number of the row of data that the first one was given, from 1; 0 when it was given none
 * @param first the first exception itself
 */
public record IterationErrors(
        String fingerprint,
        long count,
        int firstVu,
        long firstIteration,
        String scenario,
        long dataRow,
        Throwable first) {}
