package dev.stampede.junit.internal;

import dev.stampede.RunResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Results of the load tests of each class, kept as long as JUnit keeps the class. Those of a class that is nested in it count
 * as its own too. Thread-safe.
 */
final class RunResults {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(RunResults.class);

    private RunResults() {}

    /** Adds the result of a load test to its class, and to the classes around that. */
    static void add(ExtensionContext loadTest, RunResult result) {
        for (ExtensionContext context = loadTest;
                context != null;
                context = context.getParent().orElse(null)) {
            if (context.getTestClass().isPresent() && context.getTestMethod().isEmpty()) {
                kept(context).results.add(result);
            }
        }
    }

    /** Those of a class so far, in the order in which the runs ended. */
    static List<RunResult> of(ExtensionContext testClass) {
        return List.copyOf(kept(testClass).results);
    }

    private static Kept kept(ExtensionContext testClass) {
        // a store inherits from the one of the class around it, so that the key has to tell them apart
        return testClass.getStore(STORE).getOrComputeIfAbsent(testClass.getUniqueId(), id -> new Kept(), Kept.class);
    }

    private static final class Kept {
        private final List<RunResult> results = new CopyOnWriteArrayList<>();
    }
}
