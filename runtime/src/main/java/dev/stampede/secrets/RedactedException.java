package dev.stampede.secrets;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands for an exception that tells a secret: the same words without it, the same stack trace. */
final class RedactedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String text;

    /** Not written out with it. */
    private final transient @Nullable Throwable original;

    private RedactedException(Throwable original, @Nullable String message, String text, @Nullable Throwable cause) {
        super(message, cause, true, true);
        this.text = text;
        this.original = original;
    }

    /** The exception itself if nothing of it tells a secret. */
    static Throwable of(Throwable thrown, Redactor redactor) {
        return tells(thrown, redactor)
                ? standIn(thrown, redactor, Collections.newSetFromMap(new IdentityHashMap<>()))
                : thrown;
    }

    boolean isOf(Throwable thrown) {
        return original == thrown;
    }

    private static boolean tells(Throwable thrown, Redactor redactor) {
        try {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace)); // causes and suppressed ones too
            String printed = trace.toString();
            return !redactor.redact(printed).equals(printed);
        } catch (RuntimeException | Error e) {
            return false; // it cannot be printed, by nobody
        }
    }

    private static RedactedException standIn(Throwable thrown, Redactor redactor, Set<Throwable> above) {
        above.add(thrown);
        Throwable cause = thrown.getCause();
        String message = thrown.getMessage();
        RedactedException standIn = new RedactedException(
                thrown,
                message == null ? null : redactor.redact(message),
                redactor.redact(String.valueOf(thrown)),
                cause == null || above.contains(cause) ? null : standIn(cause, redactor, above));
        standIn.setStackTrace(thrown.getStackTrace());
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (!above.contains(suppressed)) {
                standIn.addSuppressed(standIn(suppressed, redactor, above));
            }
        }
        return standIn;
    }

    /** As the exception that it stands for says it. */
    @SuppressWarnings("OverrideThrowableToString") // which begins with the name of the other one's class
    @Override
    public String toString() {
        return text;
    }
}
