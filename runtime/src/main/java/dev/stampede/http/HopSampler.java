package dev.stampede.http;

import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.traces.TraceContext;
import dev.stampede.traces.TracedCall;
import dev.stampede.traces.Tracer;
import java.net.InetAddress;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Records the samples of round trips: one set of {@code http_req_*} each, with the tags k6 would give them. (k6:
 * {@code lib/netext/httpext/transport.go}.) As confined as its sample context.
 */
public final class HopSampler {
    /** How many values a round trip has: the length of the array {@link #record} wants. */
    public static final int VALUES = 9;

    private static final String[] NUMBERS = new String[1600];

    static {
        for (int i = 0; i < NUMBERS.length; i++) {
            NUMBERS[i] = Integer.toString(i);
        }
    }

    private final SampleContext samples;
    private final BuiltinMetrics builtin;
    private final @Nullable Tracer tracer;
    /** By URL; of two that share a place the later one is remembered. */
    private final @Nullable Tagged[] tagged = new Tagged[8];

    /**
     * A sampler that records to a virtual user's context.
     *
     * @param tracer is told of round trips that belong to a trace; null when there are none
     */
    public HopSampler(SampleContext samples, @Nullable Tracer tracer) {
        this.samples = samples;
        this.tracer = tracer;
        this.builtin = samples.registry().builtin();
    }

    /**
     * Records a round trip that is over now.
     *
     * @param tags of the virtual user and of the call; a {@code name} among them stands for the URL
     * @param url with user information masked
     * @param context the trace it belongs to; null for none
     * @param trace what happened
     * @param error what ended it; null if a response came
     * @param expected which status codes are expected; null judges none
     * @param values scratch of {@link #VALUES} elements, then the values that were recorded
     */
    public void record(
            TagSet tags,
            String method,
            String url,
            @Nullable TraceContext context,
            RoundTripTrace trace,
            @Nullable TransportError error,
            @Nullable IntPredicate expected,
            double[] values) {
        trace.done(System.nanoTime());
        trace.values(values);
        int status = error == null ? trace.status() : 0; // one that broke off counts for none
        boolean asExpected = expected != null && expected.test(status);
        values[8] = asExpected ? 0 : 1;
        Boolean verdict = expected == null ? null : asExpected;
        if (error == null) {
            answered(method, url, status);
        } else {
            samples.lastCall().failed(method, url, error.text());
        }
        TagSet all = error == null
                ? known(tags, method, url, verdict, trace)
                : withAll(tags, method, url, verdict, trace, error);
        long now = samples.clock().epochNanos();
        samples.add(expected == null ? builtin.httpRoundTripUnjudged : builtin.httpRoundTrip, all, values, now);
        if (context != null && tracer != null && !samples.cancelled()) {
            tracer.ended(new TracedCall(
                    context,
                    all,
                    method,
                    url,
                    status,
                    error != null || (expected != null && !asExpected),
                    now - (long) (values[1] * 1e6),
                    now));
        }
    }

    /** An answer has begun to come; it is recorded when it is over. */
    public void answered(String method, String url, int status) {
        samples.lastCall().answered(method, url, status);
    }

    /** Tags of a response, remembered: nearly every one is like the last from its URL. */
    private TagSet known(TagSet base, String method, String url, @Nullable Boolean verdict, RoundTripTrace trace) {
        int place = url.hashCode() & (tagged.length - 1);
        Tagged last = tagged[place];
        if (last != null && last.fits(base, method, url, verdict, trace)) {
            return last.all;
        }
        TagSet all = withAll(base, method, url, verdict, trace, null);
        tagged[place] = new Tagged(
                base, method, url, verdict, trace.status(), trace.proto(), trace.tlsVersion(), trace.remote(), all);
        return all;
    }

    /** What tags follow from, and those tags. */
    private record Tagged(
            TagSet base,
            String method,
            String url,
            @Nullable Boolean verdict,
            int status,
            String proto,
            String tlsVersion,
            @Nullable InetAddress remote,
            TagSet all) {

        boolean fits(TagSet b, String m, String u, @Nullable Boolean v, RoundTripTrace trace) {
            return base == b
                    && status == trace.status()
                    && Objects.equals(verdict, v)
                    && url.equals(u)
                    && method.equals(m)
                    && proto.equals(trace.proto())
                    && tlsVersion.equals(trace.tlsVersion())
                    && Objects.equals(remote, trace.remote());
        }
    }

    private TagSet withAll(
            TagSet base,
            String method,
            String url,
            @Nullable Boolean verdict,
            RoundTripTrace trace,
            @Nullable TransportError error) {
        // what varies least comes first, so that there are few sets in between
        TagSet all = samples.with(base, SystemTag.METHOD, method);
        if (verdict != null) {
            all = samples.with(all, SystemTag.EXPECTED_RESPONSE, verdict ? "true" : "false");
        }
        all = error == null ? withResponse(all, trace) : withError(all, error);
        InetAddress remote = trace.remote();
        if (remote != null && samples.has(SystemTag.IP)) {
            all = all.with(SystemTag.IP.key(), remote.getHostAddress());
        }
        return withUrl(all, base.get(SystemTag.NAME.key()), url);
    }

    private TagSet withResponse(TagSet tags, RoundTripTrace trace) {
        TagSet all = samples.with(tags, SystemTag.PROTO, trace.proto());
        if (!trace.tlsVersion().isEmpty()) {
            all = samples.with(all, SystemTag.TLS_VERSION, trace.tlsVersion());
        }
        all = samples.with(all, SystemTag.STATUS, number(trace.status()));
        int code = TransportError.codeOf(trace.status());
        return code == 0 ? all : samples.with(all, SystemTag.ERROR_CODE, number(code));
    }

    private TagSet withError(TagSet tags, TransportError error) {
        TagSet all = samples.with(tags, SystemTag.STATUS, "0");
        all = samples.with(all, SystemTag.ERROR_CODE, number(error.code()));
        return samples.with(all, SystemTag.ERROR, error.text());
    }

    private TagSet withUrl(TagSet tags, @Nullable String name, String url) {
        return name != null
                ? samples.with(tags, SystemTag.URL, name)
                : samples.with(samples.with(tags, SystemTag.NAME, url), SystemTag.URL, url);
    }

    private static String number(int n) {
        return n >= 0 && n < NUMBERS.length ? NUMBERS[n] : Integer.toString(n);
    }
}
