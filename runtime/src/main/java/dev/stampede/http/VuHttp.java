package dev.stampede.http;

import static java.util.Objects.requireNonNull;

import dev.stampede.CookieJar;
import dev.stampede.Http;
import dev.stampede.HttpRequest;
import dev.stampede.HttpResponse;
import dev.stampede.HttpTimings;
import dev.stampede.NamedUrl;
import dev.stampede.RequestFailedException;
import dev.stampede.http.CallResponse.Call;
import dev.stampede.http.CallResponse.Peer;
import dev.stampede.http.Exchange.Outcome;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.TagSet;
import dev.stampede.traces.TraceContext;
import dev.stampede.traces.Tracer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The virtual user's {@link Http} over a {@link Transport}: follows redirects, keeps cookies, decodes bodies, names errors
 * and records one set of samples for each round trip. (k6: {@code lib/netext/httpext/request.go}.)
 *
 * <p>For the virtual user's own thread; those it forks may call it too, and are given one of their own, over the same
 * connections and cookies. Any other thread is refused. An interrupt while a request is under way shows as
 * {@link java.util.concurrent.CancellationException} from {@link HttpRequest#send()}; nothing is recorded then, and the
 * interrupt stays set.
 */
public final class VuHttp implements Http {

    private final SampleContext samples;
    private final HttpOptions options;
    private final Transport transport;
    private final CookieStore cookies;
    private final HttpLog log;
    private final @Nullable Tracer tracer;
    private final @Nullable RequestRate rate;
    private final @Nullable ClientScope scope;
    private final HopSampler sampler;
    private final Exchange exchange;
    private final double[] values = new double[HopSampler.VALUES];
    private Peer peer = Peer.NONE;
    private final Targets targets;
    private final ThreadLocal<VuHttp> ofForks = ThreadLocal.withInitial(this::another);

    /**
     * A client.
     *
     * @param transport this virtual user's; whoever made it closes it
     * @param cookies where this virtual user's cookies are
     * @param targets those of the run
     * @param tracer traces requests; null when they are not traced
     * @param rate what each call waits for; null when there is no limit
     * @param scope what other clients of the virtual user need; null when it has no others
     */
    public VuHttp(
            SampleContext samples,
            HttpOptions options,
            Transport transport,
            CookieStore cookies,
            Targets targets,
            HttpLog log,
            @Nullable Tracer tracer,
            @Nullable RequestRate rate,
            @Nullable ClientScope scope) {
        this.samples = samples;
        this.options = options;
        this.transport = transport;
        this.cookies = cookies;
        this.targets = targets;
        this.log = log;
        this.tracer = tracer;
        this.rate = rate;
        this.scope = scope;
        this.exchange = new Exchange(transport, options.userAgent());
        this.sampler = new HopSampler(samples, tracer);
    }

    @Nullable
    ClientScope scope() {
        return scope;
    }

    @Override
    public HttpRequest request(String method, String url) {
        return request(method, url, null);
    }

    @Override
    public HttpRequest request(String method, NamedUrl url) {
        requireNonNull(url, "url must not be null");
        return request(method, url.url(), url.name());
    }

    private HttpRequest request(String method, String url, @Nullable String template) {
        requireNonNull(method, "method must not be null");
        requireNonNull(url, "url must not be null");
        if (!HeaderList.isToken(method)) {
            throw new IllegalArgumentException("invalid method '" + method + "'");
        }
        return new CallRequest(this, options, log, cookies, method.toUpperCase(Locale.ROOT), url, template);
    }

    @Override
    public CookieJar cookies() {
        return cookies;
    }

    @Override
    public CookieJar newCookieJar() {
        return new CookieStore();
    }

    private VuHttp another() {
        return new VuHttp(samples.ofThread(), options, transport.another(), cookies, targets, log, tracer, rate, scope);
    }

    /** That of the calling thread. */
    private VuHttp ofThread() {
        return samples.ofThread() == samples ? this : ofForks.get();
    }

    @Override
    public List<HttpResponse> batch(List<HttpRequest> requests) {
        return batch(requests, Integer::toString);
    }

    @Override
    public Map<String, HttpResponse> batch(Map<String, HttpRequest> requests) {
        List<String> names = List.copyOf(requests.keySet());
        List<HttpResponse> responses = batch(List.copyOf(requests.values()), i -> '"' + names.get(i) + '"');
        Map<String, HttpResponse> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), responses.get(i));
        }
        return named;
    }

    private List<HttpResponse> batch(List<HttpRequest> requests, IntFunction<String> keys) {
        VuHttp here = ofThread();
        return new Batch(here.samples, options, log, targets::of, keys).send(requests);
    }

    HttpResponse send(CallRequest request) {
        VuHttp here = ofThread();
        if (here != this) {
            return here.send(request);
        }
        Target target;
        try {
            target = targets.of(request.url());
        } catch (IllegalArgumentException e) {
            TransportError error = new TransportError(1020, "invalid URL: " + e.getMessage());
            samples.lastCall().failed(request.method(), Target.shown(request.url()), error.text());
            return failed(request, request.method(), unsent(request), error, Peer.NONE, HttpTimings.NONE);
        }
        return begin(request, target);
    }

    /** The same, when its URL is parsed already. */
    HttpResponse send(CallRequest request, Target target) {
        return ofThread().begin(request, target);
    }

    private HttpResponse begin(CallRequest request, Target target) {
        long unused = transport.prepare(target.url());
        if (rate != null) {
            rate.await();
        }
        return follow(request, request.firstHop(target));
    }

    private Call unsent(CallRequest request) {
        return new Call(this, request.url(), Target.shown(request.url()), request.method(), request.url(), null);
    }

    /** The response to a request that was not sent, which is not logged. */
    HttpResponse notSent(CallRequest request, TransportError error) {
        return CallResponse.failed(unsent(request), error, Peer.NONE, HttpTimings.NONE);
    }

    private HttpResponse follow(CallRequest request, Hop asked) {
        TagSet tags = request.tags(samples);
        TraceContext context =
                tracer == null ? null : tracer.context(asked.headers().get(tracer.header()));
        Hop first = traced(asked, context);
        Authentication authentication = request.authentication();
        boolean byDefault = request.redirects() == CallRequest.DEFAULT_REDIRECTS;
        int left = byDefault ? options.maxRedirects() : request.redirects();
        long deadline = request.deadlineNanos();
        RoundTripTrace trace = exchange.trace();
        TransportRequest sentFirst = null;
        String authorization = null;
        Hop hop = first;
        while (true) {
            Target at = hop.target();
            TransportRequest sent = exchange.request(hop, request, authentication, authorization, deadline);
            sentFirst = sentFirst == null ? sent : sentFirst;
            Outcome outcome = exchange.send(hop, sent, request, authentication, left > 0);
            TransportError error = outcome instanceof Outcome.Failed failed ? failed.error() : null;
            IntPredicate expected =
                    authentication == null ? request.expected() : authentication.expected(request.expected());
            sampler.record(tags, hop.method(), at.masked(), context, trace, error, expected, values);
            switch (outcome) {
                case Outcome.Challenged challenged -> authorization = challenged.answer();
                case Outcome.Redirected redirected -> {
                    hop = redirected.next();
                    long took = transport.prepare(hop.target().url());
                    deadline = deadline == TransportRequest.NO_DEADLINE ? deadline : deadline + took;
                    authorization = null;
                    left--;
                }
                case Outcome.Failed failed -> {
                    Call call = call(request, first, sentFirst, at);
                    HttpTimings timings = RoundTripTrace.timings(values);
                    return failed(request, hop.method(), call, failed.error(), Peer.unanswered(trace), timings);
                }
                case Outcome.Answered answered -> {
                    if (answered.stopped() && byDefault && options.maxRedirects() > 0) {
                        log.tooManyRedirects(options.maxRedirects());
                    }
                    return CallResponse.of(
                            call(request, first, sentFirst, at),
                            answered.response(),
                            answered.body(),
                            peer(trace),
                            RoundTripTrace.timings(values));
                }
            }
        }
    }

    /** Nearly always that of the last answer. */
    private Peer peer(RoundTripTrace trace) {
        if (!peer.isOf(trace)) {
            peer = Peer.of(trace);
        }
        return peer;
    }

    private Call call(CallRequest request, Hop first, TransportRequest sentFirst, Target last) {
        return new Call(
                this,
                last.text(),
                last.masked(),
                request.method(),
                first.target().text(),
                sentFirst);
    }

    private HttpResponse failed(
            CallRequest request, String method, Call call, TransportError error, Peer peer, HttpTimings timings) {
        if (request.throwsOnError()) {
            throw new RequestFailedException(method, call.shownUrl(), error.text(), error.code());
        }
        log.requestFailed(method, call.shownUrl(), error);
        return CallResponse.failed(call, error, peer, timings);
    }

    /** With the header that carries the trace, unless the test has set it; it stays for redirects. */
    private Hop traced(Hop asked, @Nullable TraceContext context) {
        return tracer == null || context == null || asked.headers().get(tracer.header()) != null
                ? asked
                : asked.with(tracer.header(), context.header());
    }
}
