package dev.stampede.health;

/**
 * What the JVM and the machine tell about themselves. Totals grow from an arbitrary beginning; their differences count.
 * Called about once a second, by one thread at a time.
 */
public interface Machine {

    /** Processors that this process may use; more than 0. In a container, those of its limit, which may be part of one. */
    double processors();

    /** Processor time this process has used, of all processors together, in nanoseconds; negative when nobody knows. */
    long cpuNanos();

    /** How busy the whole machine, or the container, has been lately, from 0 to 1; negative when nobody knows. */
    double load();

    /** How long garbage collection has kept every thread waiting, in milliseconds. */
    long gcPauseMillis();

    /** This JVM and its machine. */
    static Machine system() {
        return new SystemMachine();
    }
}
