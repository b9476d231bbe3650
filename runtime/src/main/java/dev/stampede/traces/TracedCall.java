package dev.stampede.traces;

import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;

/**
 * A round trip that belonged to a trace. Immutable.
 *
 * @param tags of its samples
 * @param url with user information masked
 * @param status HTTP status; 0 when no response came
 * @param failed whether it counts as failed in {@code http_req_failed}
 * @param startNanos when it began, in nanoseconds since 1970-01-01T00:00Z
 * @param endNanos when its response had been read, the same way
 */
public record TracedCall(
        TraceContext context,
        TagSet tags,
        String method,
        String url,
        int status,
        boolean failed,
        long startNanos,
        long endNanos) {

    /** Scenario; empty outside of scenarios. */
    public String scenario() {
        return tag(SystemTag.SCENARIO, "");
    }

    /** Group; empty for the root. */
    public String group() {
        return tag(SystemTag.GROUP, "");
    }

    /** Tag {@code name}; the URL when there is none. */
    public String name() {
        return tag(SystemTag.NAME, url);
    }

    /** The same with this URL. */
    public TracedCall withUrl(String shown) {
        return shown.equals(url)
                ? this
                : new TracedCall(context, tags, method, shown, status, failed, startNanos, endNanos);
    }

    private String tag(SystemTag tag, String otherwise) {
        String value = tags.get(tag.key());
        return value == null ? otherwise : value;
    }

    long durationNanos() {
        return endNanos - startNanos;
    }
}
