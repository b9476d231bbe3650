package dev.stampede.http.okhttp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done at the end of an iteration, or of the virtual user, which is nothing for most. {@link #add} and {@link
 * #remove} are for any thread, the others for the virtual user's own.
 */
final class Endings {
    // guarded by this; made when they are needed, as there is one of these for each virtual user
    private @Nullable Set<Runnable> ofIteration;
    private @Nullable Set<Runnable> ofUser;
    /** Whether there has ever been anything to do. */
    private volatile boolean used;

    private volatile boolean iterating;

    void beginIteration() {
        iterating = true;
    }

    /** Outside of an iteration, it is done at the virtual user's end. */
    synchronized void add(Runnable action) {
        used = true;
        if (iterating) {
            ofIteration = with(ofIteration, action);
        } else {
            ofUser = with(ofUser, action);
        }
    }

    private static Set<Runnable> with(@Nullable Set<Runnable> known, Runnable action) {
        Set<Runnable> actions = known == null ? new LinkedHashSet<>() : known;
        actions.add(action);
        return actions;
    }

    synchronized void remove(Runnable action) {
        boolean unused = takes(ofIteration, action) || takes(ofUser, action);
    }

    private static boolean takes(@Nullable Set<Runnable> actions, Runnable action) {
        return actions != null && actions.remove(action);
    }

    void endIteration() {
        iterating = false;
        if (used) {
            runAll(true);
        }
    }

    void endUser() {
        endIteration();
        if (used) {
            runAll(false);
        }
    }

    /** Those that are there now, unless they are removed meanwhile. */
    private void runAll(boolean iteration) {
        for (Runnable action : present(iteration)) {
            if (take(iteration, action)) {
                action.run();
            }
        }
    }

    private synchronized List<Runnable> present(boolean iteration) {
        Set<Runnable> actions = iteration ? ofIteration : ofUser;
        return actions == null ? List.of() : List.copyOf(actions);
    }

    private synchronized boolean take(boolean iteration, Runnable action) {
        return takes(iteration ? ofIteration : ofUser, action);
    }
}
