package dev.stampede.http.okhttp;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be done at the end of an iteration, or of the virtual user. {@link #add} and {@link #remove} are for any thread,
 * the others for the virtual user's own.
 */
final class Endings {
    private final Set<Runnable> ofIteration = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<Runnable> ofUser = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile boolean iterating;

    void beginIteration() {
        iterating = true;
    }

    /** Outside of an iteration, it is done at the virtual user's end. */
    void add(Runnable action) {
        (iterating ? ofIteration : ofUser).add(action);
    }

    void remove(Runnable action) {
        ofIteration.remove(action);
        ofUser.remove(action);
    }

    void endIteration() {
        iterating = false;
        runAll(ofIteration);
    }

    void endUser() {
        endIteration();
        runAll(ofUser);
    }

    private static void runAll(Set<Runnable> actions) {
        for (Runnable action : List.copyOf(actions)) {
            if (actions.remove(action)) {
                action.run();
            }
        }
    }
}
