package dev.stampede.traces;

import dev.stampede.Exemplar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the few sampled round trips that are worth a look: the slowest, and the first of each kind that failed. One that
 * is neither costs a comparison. Thread-safe: the lock is taken only by what is going to be kept, which soon is next to
 * nothing.
 */
public final class Exemplars {
    /** So many of the slowest, and so many of those that failed. */
    static final int MOST = 5;

    private static final Comparator<TracedCall> SLOWEST_FIRST =
            Comparator.comparingLong(TracedCall::durationNanos).reversed();

    private final TraceOptions options;
    private final ReentrantLock changing = new ReentrantLock();
    /** Sorted; each list is immutable. */
    private volatile List<TracedCall> slowest = List.of();

    private volatile List<TracedCall> failed = List.of();
    /** What a round trip must exceed to be among the slowest. */
    private volatile long floor = -1;

    /** None yet. */
    public Exemplars(TraceOptions options) {
        this.options = options;
    }

    /** Looks at a round trip. Any thread. */
    public void add(TracedCall call) {
        if (!call.context().sampled()) {
            return; // its trace is not recorded anywhere
        }
        if (call.durationNanos() > floor) {
            keepSlow(call);
        }
        if (call.failed() && isNewKind(call)) {
            keepFailed(call);
        }
    }

    private void keepSlow(TracedCall call) {
        changing.lock();
        try {
            if (call.durationNanos() > floor) {
                List<TracedCall> all = new ArrayList<>(slowest);
                all.add(call);
                all.sort(SLOWEST_FIRST);
                slowest = List.copyOf(all.subList(0, Math.min(MOST, all.size())));
                floor = slowest.size() < MOST ? -1 : slowest.getLast().durationNanos();
            }
        } finally {
            changing.unlock();
        }
    }

    private void keepFailed(TracedCall call) {
        changing.lock();
        try {
            if (isNewKind(call)) {
                List<TracedCall> all = new ArrayList<>(failed);
                all.add(call);
                failed = List.copyOf(all);
            }
        } finally {
            changing.unlock();
        }
    }

    /** Whether there is room for it, and nothing like it yet: a thousand times the same failure must not hide another. */
    private boolean isNewKind(TracedCall call) {
        List<TracedCall> known = failed;
        if (known.size() == MOST) {
            return false;
        }
        for (int i = 0; i < known.size(); i++) {
            TracedCall one = known.get(i);
            if (one.status() == call.status()
                    && one.method().equals(call.method())
                    && one.name().equals(call.name())) {
                return false;
            }
        }
        return true;
    }

    /** Those that failed, in the order they came; then the slowest of the others, the slowest first. Any thread. */
    public List<Exemplar> list() {
        List<TracedCall> all = new ArrayList<>(failed);
        for (TracedCall call : slowest) {
            if (!all.contains(call)) {
                all.add(call);
            }
        }
        return all.stream().map(this::exemplar).toList();
    }

    private Exemplar exemplar(TracedCall call) {
        return new Exemplar(
                call.context().traceId(),
                Optional.ofNullable(options.linkOf(call)),
                call.failed(),
                Instant.ofEpochSecond(0, call.startNanos()),
                Duration.ofNanos(call.durationNanos()),
                call.scenario(),
                call.group(),
                call.method(),
                call.name(),
                call.status());
    }
}
