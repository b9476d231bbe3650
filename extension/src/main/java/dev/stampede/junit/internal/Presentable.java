package dev.stampede.junit.internal;

import java.io.PrintWriter;
import java.io.Writer;

/** Sees to it that what a test threw can be shown by whoever is told of it. */
final class Presentable {
    private Presentable() {}

    /** The exception itself; a stand-in with its stack trace if it throws when it is printed or compared. */
    @SuppressWarnings("ReturnValueIgnored") // what matters is that they return
    static Throwable of(Throwable thrown) {
        try {
            thrown.printStackTrace(new PrintWriter(Writer.nullWriter())); // asks causes and suppressed ones too
            thrown.getMessage();
            thrown.hashCode();
            thrown.equals(new Throwable());
            return thrown;
        } catch (Throwable broken) {
            return new StandIn(thrown, broken);
        }
    }

    /** Says what can be said of an exception without asking it. */
    private static final class StandIn extends RuntimeException {
        private static final long serialVersionUID = 1;

        StandIn(Throwable thrown, Throwable broken) {
            super(thrown.getClass().getName() + " cannot be shown: it, or one of its causes, throws "
                    + broken.getClass().getName() + " when it is asked what it is");
            setStackTrace(stackTrace(thrown));
        }

        private static StackTraceElement[] stackTrace(Throwable thrown) {
            try {
                return thrown.getStackTrace();
            } catch (Throwable broken) {
                return new StackTraceElement[0];
            }
        }
    }
}
