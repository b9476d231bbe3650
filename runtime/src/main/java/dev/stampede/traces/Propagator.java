package dev.stampede.traces;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header that tells a server which trace a request belongs to. (k6: {@code
 * js/modules/k6/experimental/tracing/propagator.go}.)
 */
public enum Propagator {
    /** {@code traceparent: 00-<trace id>-<span id>-01}, the end {@code 00} when it is not sampled. */
    W3C("traceparent", Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})(-.*)?")),

    /** {@code uber-trace-id: <trace id>:<span id>:0:1}, the end {@code 0} when it is not sampled. */
    JAEGER("uber-trace-id", Pattern.compile("(?!0+:)([0-9a-f]{1,32}):[0-9a-f]{1,16}:[0-9a-f]{1,16}:([0-9a-f]{1,2})"));

    private final String header;
    private final Pattern form;

    Propagator(String header, Pattern form) {
        this.header = header;
        this.form = form;
    }

    /** What settings call it: {@code w3c}, {@code jaeger}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that settings call so. */
    public static Propagator parse(String key) {
        for (Propagator propagator : values()) {
            if (propagator.key().equals(key)) {
                return propagator;
            }
        }
        throw new IllegalArgumentException("unknown propagator: " + key);
    }

    /** Name of the header. */
    public String header() {
        return header;
    }

    /** The context of a new trace, whose root is the request itself; the span's id is random. */
    TraceContext begin(String traceId, boolean sampled) {
        String value = switch (this) {
            case W3C -> "00-" + traceId + "-" + TraceIds.hex(nonZero(), 16) + (sampled ? "-01" : "-00");
            // k6's span ids have eight digits here
            case JAEGER -> traceId + ":" + TraceIds.hex(nonZero() >>> 32 | 1, 8) + (sampled ? ":0:1" : ":0:0");
        };
        return new TraceContext(traceId, value, sampled);
    }

    /** Zero is no span. */
    private static long nonZero() {
        long random = ThreadLocalRandom.current().nextLong();
        return random == 0 ? 1 : random;
    }

    /** The context that a header's value, which the test has set, stands for; null when it cannot be read. */
    @Nullable
    TraceContext read(String value) {
        Matcher matcher = form.matcher(value.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        String id = matcher.group(1);
        boolean sampled = (Integer.parseInt(matcher.group(2), 16) & 1) != 0;
        return new TraceContext("0".repeat(32 - id.length()) + id, value, sampled);
    }
}
