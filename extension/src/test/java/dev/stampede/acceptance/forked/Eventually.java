package dev.stampede.acceptance.forked;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what other processes do; the limit is for what never comes, on a machine that is very busy. */
final class Eventually {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private Eventually() {}

    /** @throws org.awaitility.core.ConditionTimeoutException with the text, if it does not come to be so */
    static void holds(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(LIMIT)
                .until(condition);
    }
}
