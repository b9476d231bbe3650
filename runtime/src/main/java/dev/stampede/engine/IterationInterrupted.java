package dev.stampede.engine;

/** Ends the body of an iteration that the run has interrupted; never reaches the test's own result. */
public final class IterationInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IterationInterrupted(String message) {
        super(message, null, false, false);
    }
}
