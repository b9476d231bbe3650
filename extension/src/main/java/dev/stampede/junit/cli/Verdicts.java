package dev.stampede.junit.cli;

import dev.stampede.ConfigException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints what went wrong, once, and keeps the exit code of it. Thread-safe: JUnit may run tests in parallel. */
final class Verdicts implements TestExecutionListener {
    private final PrintWriter err;
    private final boolean stackTraces;
    private final Map<String, RunFacts> runs = new HashMap<>();
    private int code = ExitCode.PASSED;
    private int finished;

    /** @param stackTraces whether failures are printed with them */
    Verdicts(PrintWriter err, boolean stackTraces) {
        this.err = err;
        this.stackTraces = stackTraces;
    }

    @Override
    public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        RunFacts facts = RunFacts.of(entry.getKeyValuePairs());
        if (facts != null) {
            runs.put(test.getUniqueId(), facts);
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        err.println(name(test) + " was skipped: " + reason);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        @Nullable Throwable thrown = result.getThrowable().orElse(null);
        switch (result.getStatus()) {
            case SUCCESSFUL -> finished += test.isTest() ? 1 : 0;
            case ABORTED ->
                err.println(name(test) + " was skipped" + (thrown == null ? "" : ": " + thrown.getMessage()));
            case FAILED -> {
                finished++;
                failed(test, thrown == null ? new IllegalStateException("failed without saying why") : thrown);
            }
        }
    }

    private void failed(TestIdentifier test, Throwable thrown) {
        RunFacts run = runs.get(test.getUniqueId());
        remember(ExitCode.of(run, thrown));
        err.print(name(test) + ": ");
        if (stackTraces) {
            thrown.printStackTrace(err);
        } else if (thrown instanceof ConfigException || (run != null && !run.passed())) {
            err.println(thrown.getMessage()); // tells all
        } else {
            err.println(thrown + " (-v shows where)");
        }
        err.flush();
    }

    /** Nothing was run although something was found: everything was skipped. */
    synchronized void nothingWasRun() {
        err.println("No load test was run.");
        remember(ExitCode.OTHER);
    }

    private void remember(int next) {
        if (code == ExitCode.PASSED) {
            code = next;
        }
    }

    /** Tests, and what holds them, that passed or failed. */
    synchronized int finished() {
        return finished;
    }

    /** The first that is not 0. */
    synchronized int exitCode() {
        return code;
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(source -> switch (source) {
                    case MethodSource method -> simple(method.getClassName()) + "." + method.getMethodName();
                    case ClassSource type -> simple(type.getClassName());
                    default -> test.getDisplayName();
                })
                .orElse(test.getDisplayName());
    }

    private static String simple(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }
}
