package dev.stampede.http;

import dev.stampede.Http;
import dev.stampede.HttpRequest;
import dev.stampede.HttpResponse;
import dev.stampede.HttpTimings;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.TagSet;
import dev.stampede.traces.TraceContext;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import okhttp3.Cookie;
import org.jspecify.annotations.Nullable;

/**
 * The virtual user's {@link Http} over a {@link Transport}: follows redirects, keeps cookies, decodes bodies, names errors
 * and records one set of samples for each round trip. (k6: {@code lib/netext/httpext/request.go}.)
 *
 * <p>Confined to the virtual user's thread. An interrupt while a request is under way shows as
 * {@link java.util.concurrent.CancellationException} from {@link HttpRequest#send()}; nothing is recorded then, and the
 * interrupt stays set.
 */
public final class VuHttp implements Http {
    private static final int KNOWN_TARGETS = 64;

    private final SampleContext samples;
    private final HttpOptions options;
    private final Transport transport;
    private final CookieStore cookies;
    private final HttpLog log;
    private final @Nullable Tracer tracer;
    private final @Nullable ClientScope scope;
    private final HopSampler sampler;
    private final RoundTripTrace trace = new RoundTripTrace();
    private final double[] values = new double[HopSampler.VALUES];
    private final Map<String, Target> targets = new HashMap<>(8);

    /**
     * A client.
     *
     * @param transport this virtual user's; whoever made it closes it
     * @param cookies where this virtual user's cookies are
     * @param tracer traces requests; null when they are not traced
     * @param scope what other clients of the virtual user need; null when it has no others
     */
    public VuHttp(
            SampleContext samples,
            HttpOptions options,
            Transport transport,
            CookieStore cookies,
            HttpLog log,
            @Nullable Tracer tracer,
            @Nullable ClientScope scope) {
        this.samples = samples;
        this.options = options;
        this.transport = transport;
        this.cookies = cookies;
        this.log = log;
        this.tracer = tracer;
        this.scope = scope;
        this.sampler = new HopSampler(samples, tracer);
    }

    @Nullable
    ClientScope scope() {
        return scope;
    }

    @Override
    public HttpRequest request(String method, String url) {
        if (!HeaderList.isToken(method)) {
            throw new IllegalArgumentException("invalid method '" + method + "'");
        }
        return new CallRequest(this, options, method.toUpperCase(Locale.ROOT), url);
    }

    HttpResponse send(CallRequest request) {
        Target target;
        try {
            target = target(request.url());
        } catch (IllegalArgumentException e) {
            TransportError error = new TransportError(1020, "invalid URL: " + e.getMessage());
            samples.lastCall().failed(request.method(), request.url(), error.text());
            log.requestFailed(request.method(), request.url(), error);
            return CallResponse.failed(request.url(), error, HttpTimings.NONE);
        }
        return follow(request, request.firstHop(target));
    }

    private HttpResponse follow(CallRequest request, Hop first) {
        TagSet tags = request.tags(samples.tags());
        TraceContext context = tracer == null ? null : traced(tracer, first.headers());
        boolean byDefault = request.redirects() == CallRequest.DEFAULT_REDIRECTS;
        int left = byDefault ? options.maxRedirects() : request.redirects();
        long deadline = request.deadlineNanos();
        for (Hop hop = first; ; left--) {
            Target at = hop.target();
            Outcome outcome = roundTrip(hop, request.cookies(), deadline, left > 0);
            TransportError error = outcome instanceof Outcome.Failed failed ? failed.error() : null;
            sampler.record(tags, hop.method(), at.masked(), context, trace, error, request.expected(), values);
            switch (outcome) {
                case Outcome.Failed failed -> {
                    log.requestFailed(hop.method(), at.masked(), failed.error());
                    return CallResponse.failed(at.text(), failed.error(), RoundTripTrace.timings(values));
                }
                case Outcome.Redirected redirected -> hop = redirected.next();
                case Outcome.Answered answered -> {
                    if (answered.stopped() && byDefault && options.maxRedirects() > 0) {
                        log.tooManyRedirects(options.maxRedirects());
                    }
                    return CallResponse.of(
                            at.text(), trace, answered.headers(), answered.body(), RoundTripTrace.timings(values));
                }
            }
        }
    }

    /** The trace of a request; the header that carries it is set, unless the test has done so, and stays for redirects. */
    private static @Nullable TraceContext traced(Tracer tracer, HeaderList headers) {
        String given = headers.get(tracer.header());
        TraceContext context = tracer.context(given);
        if (given == null && context != null) {
            headers.add(tracer.header(), context.header());
        }
        return context;
    }

    /** How a round trip ended. */
    private sealed interface Outcome {
        record Failed(TransportError error) implements Outcome {}

        record Redirected(Hop next) implements Outcome {}

        /** {@code stopped}: it is a redirect that is not followed because there were enough. */
        @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
        record Answered(HeaderList headers, byte[] body, boolean stopped) implements Outcome {}
    }

    private Outcome roundTrip(Hop hop, HeaderList explicitCookies, long deadline, boolean mayFollow) {
        trace.begin(System.nanoTime());
        try {
            TransportResponse response = transport.roundTrip(request(hop, explicitCookies, deadline), trace);
            HeaderList headers = response.headers();
            cookies.receive(hop.target().url(), headers);
            if (response.status() == 101) {
                throw new ProtocolException("unsupported response status: 101 Switching Protocols");
            }
            Hop next = hop.next(response);
            if (next != null && mayFollow) {
                return new Outcome.Redirected(next);
            }
            byte[] body = ContentEncodings.decode(response.body(), headers.get("Content-Encoding"));
            return new Outcome.Answered(headers, body, next != null);
        } catch (IOException e) {
            return new Outcome.Failed(TransportError.of(e, trace));
        }
    }

    private TransportRequest request(Hop hop, HeaderList explicitCookies, long deadline) {
        HeaderList headers = hop.headers().copy();
        if (headers.get("User-Agent") == null && !options.userAgent().isEmpty()) {
            headers.add("User-Agent", options.userAgent());
        }
        String authorization = hop.target().authorization();
        if (authorization != null && headers.get("Authorization") == null) {
            headers.add("Authorization", authorization);
        }
        String cookie = cookieHeader(
                headers.get("Cookie"),
                explicitCookies,
                cookies.matching(hop.target().url()));
        if (!cookie.isEmpty()) {
            headers.set("Cookie", cookie);
        }
        return new TransportRequest(hop.method(), hop.target().url(), headers, hop.body(), deadline);
    }

    /** The user's own header, then the cookies of the call, then those that were kept. */
    private static String cookieHeader(@Nullable String own, HeaderList explicit, List<Cookie> kept) {
        if (explicit.size() == 0 && kept.isEmpty()) {
            return own == null ? "" : own;
        }
        StringJoiner joined = new StringJoiner("; ");
        if (own != null) {
            joined.add(own);
        }
        for (int i = 0; i < explicit.size(); i++) {
            joined.add(explicit.name(i) + "=" + explicit.value(i));
        }
        for (Cookie cookie : kept) {
            joined.add(cookie.name() + "=" + cookie.value());
        }
        return joined.toString();
    }

    /** Parses a URL, or finds it parsed: a virtual user asks for the same ones again and again. */
    private Target target(String url) {
        Target known = targets.get(url);
        if (known == null) {
            known = Target.parse(url);
            if (targets.size() == KNOWN_TARGETS) {
                targets.clear();
            }
            targets.put(url, known);
        }
        return known;
    }
}
