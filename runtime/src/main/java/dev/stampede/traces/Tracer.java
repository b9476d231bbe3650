package dev.stampede.traces;

import dev.stampede.clock.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Traces the requests of a run. A trace costs about half a kilobyte of garbage, next to the several that a request costs
 * anyway. Thread-safe: shares nothing that is written.
 */
public final class Tracer {
    private final TraceOptions options;
    private final Clock clock;
    private final BooleanSupplier cloud;
    private final Consumer<TracedCall> listener;

    /**
     * A tracer.
     *
     * @param cloud whether the cloud is told of traced requests, which their ids then say
     * @param listener told of each round trip when it is over, by the virtual user's thread: must not wait, must not throw
     */
    public Tracer(TraceOptions options, Clock clock, BooleanSupplier cloud, Consumer<TracedCall> listener) {
        this.options = options;
        this.clock = clock;
        this.cloud = cloud;
        this.listener = listener;
    }

    /** Name of the header that carries the trace. */
    public String header() {
        return options.propagator().header();
    }

    /**
     * The trace of a request that is about to be sent.
     *
     * @param given value of the header when the test has set it, which then stays; null when it is to be set
     * @return null if the test's own value cannot be read
     */
    public @Nullable TraceContext context(@Nullable String given) {
        return given == null
                ? options.propagator().begin(TraceIds.next(cloud.getAsBoolean(), clock.epochNanos()), isSampled())
                : options.propagator().read(given);
    }

    private boolean isSampled() {
        double share = options.sampling();
        return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
    }

    /** A round trip is over. */
    public void ended(TracedCall call) {
        listener.accept(call);
    }
}
