package dev.stampede.output;

/**
 * An HTTP request that carried a trace id.
 *
 * @param traceId 32 hex digits
 * @param startNanos when it began, in nanoseconds since 1970-01-01T00:00Z
 * @param endNanos when its response had been read, the same way
 * @param scenario name of the scenario; empty outside of scenarios
 * @param group group, such as {@code ::front}; empty for the root
 * @param name tag {@code name}: the URL, or what stands for it
 * @param method HTTP method
 * @param status HTTP status; 0 when no response came
 */
public record RequestTrace(
        String traceId,
        long startNanos,
        long endNanos,
        String scenario,
        String group,
        String name,
        String method,
        int status) {}
