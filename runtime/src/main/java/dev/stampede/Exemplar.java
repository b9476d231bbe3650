package dev.stampede;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A traced round trip that stands for others: one of the slowest, or one that failed.
 *
 * @param traceId 32 hex digits
 * @param link where the trace can be looked at, if that is known
 * @param failed whether it counts as failed in {@code http_req_failed}
 * @param start when it began
 * @param duration its {@code http_req_duration}
 * @param scenario name of the scenario; empty outside of scenarios
 * @param group group, such as {@code ::front}; empty for the root
 * @param method HTTP method
 * @param name tag {@code name}: the URL, or what stands for it
 * @param status HTTP status; 0 when no response came
 */
public record Exemplar(
        String traceId,
        Optional<String> link,
        boolean failed,
        Instant start,
        Duration duration,
        String scenario,
        String group,
        String method,
        String name,
        int status) {}
