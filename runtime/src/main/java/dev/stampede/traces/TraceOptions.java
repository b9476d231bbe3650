package dev.stampede.traces;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How requests are traced. Immutable.
 *
 * @param propagator the header that carries the trace
 * @param sampling share of requests whose trace servers are asked to record, from 0 to 1
 * @param link where a trace can be looked at, with {@code {traceId}} in it; null for nowhere. {@code {start}} and {@code
 *     {end}} stand for when the round trip began and ended, in milliseconds since 1970-01-01T00:00Z
 */
public record TraceOptions(
        Propagator propagator, double sampling, @Nullable String link) {
    private static final String TRACE_ID = "{traceId}";

    public TraceOptions {
        requireNonNull(propagator, "propagator");
        if (!isShare(sampling)) {
            throw new IllegalArgumentException("sampling must be between 0 and 1 but was " + sampling);
        }
        if (link != null && !isLink(link)) {
            throw new IllegalArgumentException("the link must have " + TRACE_ID + " in it but was '" + link + "'");
        }
    }

    /** Every request, without links. */
    public static TraceOptions of(Propagator propagator) {
        return new TraceOptions(propagator, 1, null);
    }

    /** Whether a number can be {@link #sampling}. */
    public static boolean isShare(double sampling) {
        return sampling >= 0 && sampling <= 1;
    }

    /** Whether a text can be a {@link #link}. */
    public static boolean isLink(String template) {
        return template.contains(TRACE_ID);
    }

    /** Where the trace of a round trip can be looked at; null for nowhere. */
    @Nullable
    String linkOf(TracedCall call) {
        return link == null
                ? null
                : link.replace(TRACE_ID, call.context().traceId())
                        .replace("{start}", Long.toString(Math.floorDiv(call.startNanos(), 1_000_000L)))
                        .replace("{end}", Long.toString(Math.ceilDiv(call.endNanos(), 1_000_000L)));
    }
}
