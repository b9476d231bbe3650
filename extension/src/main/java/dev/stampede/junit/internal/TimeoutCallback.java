package dev.stampede.junit.internal;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Tells JUnit's timeout from any other interrupt: JUnit calls this right before it interrupts. Thread-safe.
 *
 * @param conductor of the load test
 */
record TimeoutCallback(Conductor conductor) implements PreInterruptCallback {

    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
        conductor.timeOut(interrupt.getThreadToInterrupt());
    }
}
