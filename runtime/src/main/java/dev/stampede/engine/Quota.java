package dev.stampede.engine;

/** Gives one virtual user its iterations in one activation. Confined to the virtual user's thread. */
interface Quota {
    /** There is no iteration left. */
    long NONE = -1;

    /** What {@link #due()} says of iterations that are not due at any time. */
    long NOT_DUE = Long.MIN_VALUE;

    /** Takes the next iteration, when there is one; may wait for it. Returns its number within this process, or NONE. */
    long next() throws InterruptedException;

    /** When the iteration that was taken last was due, in the clock's nanoseconds. */
    default long due() {
        return NOT_DUE;
    }
}
