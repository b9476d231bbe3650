package dev.stampede.results.runs;

/** Takes lines of a log, one after the other. */
@FunctionalInterface
public interface LogReader {
    /**
     * A line.
     *
     * @param number its number, from 1
     * @return whether more are wanted
     */
    boolean read(long number, LogEntry entry);
}
