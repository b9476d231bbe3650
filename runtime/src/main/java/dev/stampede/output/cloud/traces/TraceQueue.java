package dev.stampede.output.cloud.traces;

import dev.stampede.output.RequestTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that the cloud is still to be told of. Thread-safe: nobody waits for anybody. */
final class TraceQueue {
    private final Queue<RequestTrace> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int most;

    /** @param most so many may wait */
    TraceQueue(int most) {
        this.most = most;
    }

    /** Whether there was room for it. */
    boolean offer(RequestTrace request) {
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            return false;
        }
        return waiting.add(request);
    }

    /** Takes the oldest; empty when there are none. */
    List<RequestTrace> take(int atMost) {
        List<RequestTrace> taken = new ArrayList<>();
        while (taken.size() < atMost) {
            RequestTrace next = waiting.poll();
            if (next == null) {
                break;
            }
            taken.add(next);
        }
        size.addAndGet(-taken.size());
        return taken;
    }
}
