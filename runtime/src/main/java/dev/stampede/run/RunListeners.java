package dev.stampede.run;

import dev.stampede.RunResult;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Tells listeners of a run that is over, whatever they do. */
final class RunListeners {
    private static final System.Logger logger = System.getLogger(RunListeners.class.getName());
    /** So many entries of the class path may be wrong before the search is given up. */
    private static final int MOST_ERRORS = 100;

    private RunListeners() {}

    /** Tells those given, and then those on the class path. */
    static void tell(List<RunListener> given, RunResult result) {
        given.forEach(listener -> tell(listener, result));
        Iterator<RunListener> found = ServiceLoader.load(RunListener.class).iterator();
        for (int errors = 0; errors < MOST_ERRORS; ) {
            try {
                if (!found.hasNext()) {
                    return;
                }
                tell(found.next(), result);
            } catch (ServiceConfigurationError e) {
                errors++;
                logger.log(System.Logger.Level.ERROR, "a run listener could not be made", e);
            }
        }
    }

    private static void tell(RunListener listener, RunResult result) {
        try {
            listener.runFinished(result);
        } catch (Throwable e) {
            logger.log(
                    System.Logger.Level.ERROR,
                    "run listener " + listener.getClass().getName() + " failed",
                    e);
        }
    }
}
