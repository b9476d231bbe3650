package dev.stampede.clock;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The machine's time. Wall time is read when the clock is made and then follows the monotonic clock, so that it never jumps
 * within a run.
 */
final class SystemClock implements Clock {
    private final long epochMinusNano;

    SystemClock() {
        long nano = System.nanoTime();
        java.time.Instant now = java.time.Instant.now();
        epochMinusNano = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano()) - nano;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochNanos() {
        return epochMinusNano + System.nanoTime();
    }

    @Override
    public void sleepUntil(long deadlineNanos) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left));
        } else if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public Thread start(String name, Runnable body) {
        return Thread.ofVirtual().name(name).start(body);
    }

    @Override
    public Thread startDaemon(String name, Runnable body) {
        return Thread.ofPlatform().daemon().name(name).start(body);
    }

    @Override
    public void interrupt(Thread thread) {
        thread.interrupt();
    }

    @Override
    public Signal newSignal() {
        return new SystemSignal();
    }

    private static final class SystemSignal implements Signal {
        private final Semaphore raised = new Semaphore(0);

        @Override
        public void raise() {
            raised.release();
        }

        @Override
        public boolean await(long deadlineNanos) throws InterruptedException {
            long left = Math.max(0, deadlineNanos - System.nanoTime());
            boolean seen = raised.tryAcquire(left, TimeUnit.NANOSECONDS);
            int more = raised.drainPermits();
            return seen || more > 0;
        }

        @Override
        public void await() throws InterruptedException {
            raised.acquire();
            int unused = raised.drainPermits();
        }
    }
}
