package dev.stampede.results.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies may be in memory as they travelled, of all callers together: while they come in, wait for their turn and are
 * taken. Whoever comes when it is used up is told to come again, which clients do. Thread-safe.
 */
public final class BodyBudget {
    /** Part of the heap that bodies may have. */
    private static final int SHARE = 8;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most bytes at a time */
    public BodyBudget(long most) {
        this.most = most;
    }

    /** What the heap of this process allows, with room for two of the largest at least. */
    public static BodyBudget ofHeap() {
        return new BodyBudget(Math.max(
                2L * MetricsBody.MOST_PACKED_BYTES, Runtime.getRuntime().maxMemory() / SHARE));
    }

    /** The share of one request, which has nothing yet. */
    public Share share() {
        return new Share();
    }

    /** How many bytes are in memory. */
    public long held() {
        return held.get();
    }

    /** What one request holds of it. Confined to one thread. */
    public final class Share implements AutoCloseable {
        private long bytes;

        private Share() {}

        /**
         * It is about to hold so many more.
         *
         * @throws Refusal if there is no room for them now
         */
        public void more(long count) throws Refusal {
            if (held.addAndGet(count) > most) {
                held.addAndGet(-count);
                throw new Refusal(
                        503,
                        "the service has more bodies to take than go into its memory, " + most
                                + " bytes; try again in a moment");
            }
            bytes += count;
        }

        /** It holds nothing any more. */
        @Override
        public void close() {
            held.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
