package dev.stampede.output.cloud.delivery;

/** Hears what the service says of pushes. Called by whatever thread pushes; must not wait. */
public interface PushListener {

    /**
     * It takes no more. Told once.
     *
     * @param why in the service's words
     */
    void stopped(String why);

    /**
     * It has taken a batch.
     *
     * @param answer body of its answer, which may be anything
     */
    default void taken(String answer) {}
}
