package dev.stampede.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts virtual threads that waited and held on to their carrier meanwhile, as the JVM's flight recorder tells it. To start
 * the recorder takes about 0.4 s of processor time and 35 MB (JDK 25), so it is started only when there is something to
 * explain; what went before is not known then. Without the recorder (module jdk.jfr) nothing is ever counted. Thread-safe.
 */
final class PinnedThreads {
    private static final System.Logger logger = System.getLogger(PinnedThreads.class.getName());
    private static final String EVENT = "jdk.VirtualThreadPinned";
    /** The recorder's own limit for this event; shorter ones delay nobody by much. */
    private static final Duration SHORTEST = Duration.ofMillis(20);

    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final Object lock = new Object();
    private @Nullable AutoCloseable stream;
    private boolean closed;

    /** Starts to count, on a thread of its own; once. */
    void watch() {
        if (begun.compareAndSet(false, true)) {
            Thread unused = Thread.ofPlatform().daemon().name("stampede-pinned").start(this::start);
        }
    }

    private void start() {
        try {
            RecordingStream made = new RecordingStream();
            made.setReuse(true);
            made.enable(EVENT).withThreshold(SHORTEST).withoutStackTrace();
            made.onEvent(EVENT, event -> {
                count.incrementAndGet();
                nanos.addAndGet(event.getDuration().toNanos());
            });
            synchronized (lock) {
                stream = made;
                if (!closed) {
                    made.startAsync();
                    return;
                }
            }
            made.close();
        } catch (RuntimeException | LinkageError e) {
            logger.log(System.Logger.Level.DEBUG, "pinned virtual threads cannot be counted", e);
        }
    }

    /** Whether it counts, or tries to. */
    boolean isWatching() {
        return begun.get();
    }

    /** How many there were. */
    long count() {
        return count.get();
    }

    /** How long they held their carriers, all together. */
    Duration time() {
        return Duration.ofNanos(nanos.get());
    }

    /** Counts no more. */
    void stop() {
        AutoCloseable open;
        synchronized (lock) {
            closed = true;
            open = stream;
        }
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (Exception e) {
            logger.log(System.Logger.Level.DEBUG, "the flight recorder could not be stopped", e);
        }
    }
}
