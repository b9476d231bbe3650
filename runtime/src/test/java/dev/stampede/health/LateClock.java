package dev.stampede.health;

import dev.stampede.clock.Clock;
import dev.stampede.clock.FakeClock;
import java.time.Duration;

/** Simulated time in which whoever waits for a moment is woken some time after it. */
final class LateClock implements Clock {
    private final FakeClock clock = new FakeClock();
    private volatile Duration late = Duration.ZERO;

    void late(Duration by) {
        late = by;
    }

    /** Waits on time. */
    void pass(Duration time) throws InterruptedException {
        clock.sleepUntil(clock.nanoTime() + time.toNanos());
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public long epochNanos() {
        return clock.epochNanos();
    }

    @Override
    public void sleepUntil(long deadlineNanos) throws InterruptedException {
        clock.sleepUntil(deadlineNanos + late.toNanos());
    }

    @Override
    public Thread start(String name, Runnable body) {
        return clock.start(name, body);
    }

    @Override
    public Thread startDaemon(String name, Runnable body) {
        return clock.startDaemon(name, body);
    }

    @Override
    public void interrupt(Thread thread) {
        clock.interrupt(thread);
    }

    @Override
    public Signal newSignal() {
        Signal signal = clock.newSignal();
        return new Signal() {
            @Override
            public void raise() {
                signal.raise();
            }

            @Override
            public boolean await(long deadlineNanos) throws InterruptedException {
                return signal.await(deadlineNanos + late.toNanos());
            }

            @Override
            public void await() throws InterruptedException {
                signal.await();
            }
        };
    }
}
