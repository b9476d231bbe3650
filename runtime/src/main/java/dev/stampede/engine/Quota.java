package dev.stampede.engine;

/** Gives a virtual user its iterations. */
@FunctionalInterface
interface Quota {
    /** Takes the next iteration, if there is one. */
    boolean take();
}
