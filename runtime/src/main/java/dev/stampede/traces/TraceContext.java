package dev.stampede.traces;

/**
 * The trace that a request and the redirects it follows belong to. Immutable.
 *
 * @param traceId 32 hex digits, lower case
 * @param header value of the {@linkplain Propagator#header header} that each of its round trips carries
 * @param sampled whether servers are asked to record it
 */
public record TraceContext(String traceId, String header, boolean sampled) {}
