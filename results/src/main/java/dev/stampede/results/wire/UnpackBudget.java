package dev.stampede.results.wire;

import java.util.concurrent.Semaphore;

/**
 * How many bytes of metrics may be unpacked at a time: whoever comes when it is used up waits for its turn, in the order of coming, so that
 * many large bodies at once do not take all memory. Thread-safe.
 */
public final class UnpackBudget {
    /** Part of the heap that bytes may have; what they say takes several times as much until it is added up. */
    private static final int SHARE = 16;

    private static final int UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;

    /** @param bytes most at a time; a body that has more is unpacked when there is no other */
    public UnpackBudget(long bytes) {
        units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        free = new Semaphore(units, true);
    }

    /** What the heap of this process allows. */
    public static UnpackBudget ofHeap() {
        return new UnpackBudget(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /**
     * Waits until so much is free and takes it. To be called by nobody who holds what others need to give back theirs.
     *
     * @return what to {@linkplain #giveBack give back} when nothing of it is in memory any more
     */
    public int take(long bytes) {
        int taken = (int) Math.min(units, 1 + bytes / UNIT);
        free.acquireUninterruptibly(taken);
        return taken;
    }

    /** Gives back what was taken. */
    public void giveBack(int taken) {
        free.release(taken);
    }

    /** How many wait for their turn, about. */
    public int waiting() {
        return free.getQueueLength();
    }
}
