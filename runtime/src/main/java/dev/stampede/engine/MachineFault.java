package dev.stampede.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells what the machine cannot do any more from what is wrong with a test. */
final class MachineFault {
    private static final int DEEPEST = 20;

    private MachineFault() {}

    /** The fault of the machine that was thrown, or that made somebody else throw; null when there is none. */
    static @Nullable VirtualMachineError in(Throwable thrown) {
        Throwable one = thrown;
        for (int depth = 0; one != null && depth < DEEPEST; depth++) {
            // endless recursion is a fault of the test, and over when it was thrown
            if (one instanceof VirtualMachineError fault && !(fault instanceof StackOverflowError)) {
                return fault;
            }
            one = cause(one);
        }
        return null;
    }

    /** Of an exception of anybody's, which may throw when it is asked. */
    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** What to do about it. */
    static String advice(VirtualMachineError fault) {
        if (!(fault instanceof OutOfMemoryError)) {
            return "The JVM is broken; see its error log, and try another release.";
        }
        String what = String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT);
        if (what.contains("thread")) {
            return "The system gives this process no more threads: raise its limit (ulimit -u, pids of the container), or"
                    + " use fewer threads in the test.";
        }
        if (what.contains("metaspace") || what.contains("class space")) {
            return "Give the JVM more room for classes (-XX:MaxMetaspaceSize).";
        }
        if (what.contains("direct")) {
            return "Give the JVM more direct memory (-XX:MaxDirectMemorySize).";
        }
        return "Give the JVM more heap (-Xmx), use fewer virtual users, or keep less in each.";
    }
}
