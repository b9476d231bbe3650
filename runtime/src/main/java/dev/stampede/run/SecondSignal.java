package dev.stampede.run;

import java.time.Duration;

/** Ends the process at once when it is told to end a second time; while shutdown hooks run, the JVM itself heeds no signal. */
final class SecondSignal {
    /** A terminal or a supervisor may send the same signal to the group and to the process. */
    private static final Duration SAME = Duration.ofMillis(500);

    private static final int INT = 2;
    private static final int TERM = 15;
    private static final int EXIT_CODE_OF_SIGNAL_0 = 128;

    private SecondSignal() {}

    /** From now on, the first one having come just now. */
    static void endsTheProcess() {
        ends("INT", INT);
        ends("TERM", TERM);
    }

    private static void ends(String name, int number) {
        long first = System.nanoTime();
        ProcessSignals.Handled unused = ProcessSignals.handle(name, () -> {
            if (System.nanoTime() - first > SAME.toNanos()) {
                Runtime.getRuntime().halt(EXIT_CODE_OF_SIGNAL_0 + number);
            }
        });
    }
}
