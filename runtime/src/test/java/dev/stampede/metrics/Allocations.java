package dev.stampede.metrics;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what the calling thread allocates. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Bytes that one run of it allocates, once classes are loaded and this method's own costs are known. */
    public static long of(Runnable body) {
        measure(() -> {});
        long own = measure(() -> {});
        return measure(body) - own;
    }

    private static long measure(Runnable body) {
        long id = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(id);
        body.run();
        return THREADS.getThreadAllocatedBytes(id) - before;
    }
}
