package dev.stampede.output.cloud;

import dev.stampede.clock.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when the test says so, or when someone sleeps: sleeping makes it pass at once. Thread-safe. */
public class ManualClock implements Clock {
    private final List<Duration> sleeps = new ArrayList<>();
    private long now;

    /** A clock that stands at this second. */
    public ManualClock(long epochSecond) {
        now = epochSecond * 1_000_000_000L;
    }

    public synchronized void advance(Duration duration) {
        now += duration.toNanos();
        notifyAll();
    }

    /** How long each sleep was. */
    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized long epochNanos() {
        return now;
    }

    @Override
    public synchronized void sleepUntil(long deadlineNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (deadlineNanos > now) {
            sleeps.add(Duration.ofNanos(deadlineNanos - now));
            advance(Duration.ofNanos(deadlineNanos - now));
        }
    }

    @Override
    public Thread start(String name, Runnable body) {
        return Thread.ofVirtual().name(name).start(body);
    }

    @Override
    public Thread startDaemon(String name, Runnable body) {
        return start(name, body);
    }

    @Override
    public void interrupt(Thread thread) {
        thread.interrupt();
    }

    @Override
    public Signal newSignal() {
        return new ManualSignal();
    }

    private final class ManualSignal implements Signal {
        private boolean raised;

        @Override
        public void raise() {
            synchronized (ManualClock.this) {
                raised = true;
                ManualClock.this.notifyAll();
            }
        }

        @Override
        public boolean await(long deadlineNanos) throws InterruptedException {
            synchronized (ManualClock.this) {
                while (!raised && now < deadlineNanos) {
                    ManualClock.this.wait();
                }
                boolean seen = raised;
                raised = false;
                return seen;
            }
        }

        @Override
        public void await() throws InterruptedException {
            boolean unused = await(Long.MAX_VALUE);
        }
    }
}
