package dev.stampede.http.okhttp;

import dev.stampede.Http;
import dev.stampede.http.CookieStore;
import dev.stampede.http.HopSampler;
import dev.stampede.http.HttpLog;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.RequestRate;
import dev.stampede.http.Transport;
import dev.stampede.http.VuHttp;
import dev.stampede.http.direct.DirectTransport;
import dev.stampede.http.direct.KeptConnections;
import dev.stampede.metrics.BuiltinMetrics;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.traces.TraceContext;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * All that one virtual user has for HTTP: its clients, and the connections, cookies and byte counts they share.
 *
 * <p>Confined to the virtual user's own thread, except the clients, which the threads that it forks use too, and {@link
 * #close}, which any thread may call. On other threads the clients refuse every call.
 */
public final class HttpSession implements AutoCloseable {
    private final SampleContext samples;
    private final HttpOptions options;
    private final HttpLog log;
    private final @Nullable Tracer tracer;
    private final @Nullable RequestRate rate;
    private final HttpSessions run;
    private final Wire wire;
    private final Connections connections;
    private final CookieStore cookies = new CookieStore();
    /** Of the virtual user's own thread. */
    private @Nullable HopSampler sampler;

    private final double[] data = new double[2];
    /** Of those it forks. */
    private volatile @Nullable ThreadLocal<HopSampler> samplers;

    private final ReentrantLock making = new ReentrantLock();
    /** Held weakly. Guarded by {@link #making}. */
    private @Nullable Set<Runnable> closings;

    private final Endings endings = new Endings();
    private volatile @Nullable Http http;
    private final KeptConnections kept;
    private volatile @Nullable Transport direct;
    private volatile @Nullable OkHttpClient okHttpClient;
    private volatile @Nullable OkHttpTransport whole;
    private volatile @Nullable OkHttpClient dialer;

    /** @param run the one it is part of */
    HttpSession(SampleContext samples, HttpSessions run, Wire wire) {
        this.samples = samples;
        this.options = run.options();
        this.log = run.log();
        this.tracer = run.tracer();
        this.rate = run.rate();
        this.run = run;
        this.wire = wire;
        this.connections = new Connections(options, wire);
        this.kept = new KeptConnections(options.batch(), options.batchPerHost());
    }

    /**
     * The virtual user's client. While a request of it is under way, an interrupt of the thread ends it with
     * {@link java.util.concurrent.CancellationException}, records nothing and stays set.
     */
    public Http http() {
        Http known = http;
        return known != null ? known : making(this::makeHttp);
    }

    private Http makeHttp() {
        Http known = http;
        if (known == null) {
            Transport sockets = new DirectTransport(run.dialer(wire), kept, options.noConnectionReuse());
            direct = sockets;
            Transport transport = new Lanes(sockets, this::leadsDirectly, this::whole);
            known = new VuHttp(
                    samples, options, transport, cookies, run.targets(), log, tracer, rate, new SessionScope(this));
            http = known;
        }
        return known;
    }

    /** A virtual user that has an OkHttp client, too, sends everything over its connections. */
    private boolean leadsDirectly(HttpUrl url) {
        return okHttpClient == null && run.leadsDirectly(url);
    }

    private OkHttpTransport whole() {
        OkHttpTransport known = whole;
        return known != null ? known : making(this::makeWhole);
    }

    private OkHttpTransport makeWhole() {
        OkHttpTransport known = whole;
        if (known == null) {
            OkHttpClient.Builder client = connections.shared(run.exactClient());
            known = new OkHttpTransport(client, wire, options.noConnectionReuse());
            whole = known;
        }
        return known;
    }

    /** Forks may ask for a client at the same time. */
    private <T> T making(Supplier<T> maker) {
        making.lock();
        try {
            return maker.get();
        } finally {
            making.unlock();
        }
    }

    /**
     * An OkHttp client whose round trips are recorded as those of {@link #http()} are, over the same cookies and, from when
     * this is called first, the same connections. It may be refined by {@code newBuilder()}, as long as pool and socket factory stay. Asynchronous calls run at
     * once, on the calling thread.
     */
    public OkHttpClient okHttpClient() {
        OkHttpClient known = okHttpClient;
        return known != null ? known : making(this::makeOkHttpClient);
    }

    private OkHttpClient makeOkHttpClient() {
        OkHttpClient known = okHttpClient;
        if (known == null) {
            known = connections
                    .shared(run.client())
                    .addInterceptor(new InstrumentingInterceptor(this))
                    .cookieJar(new SharedCookies(cookies))
                    .callTimeout(options.timeout())
                    .build();
            okHttpClient = known;
            kept.closeAll(); // from now on all requests go over the client's
        }
        return known;
    }

    /**
     * A client for what takes a connection over, such as a WebSocket: over connections of its own, with the same cookies. It
     * speaks HTTP/1.1, follows no redirect, has no time limit and records nothing but bytes.
     */
    public OkHttpClient dialer() {
        OkHttpClient known = dialer;
        return known != null ? known : making(this::makeDialer);
    }

    private OkHttpClient makeDialer() {
        OkHttpClient known = dialer;
        if (known == null) {
            String userAgent = options.userAgent();
            known = connections
                    .apart(run.client())
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .followRedirects(false)
                    .cookieJar(new SharedCookies(cookies))
                    .addInterceptor(chain -> {
                        Request request = chain.request();
                        return chain.proceed(
                                userAgent.isEmpty() || request.header("User-Agent") != null
                                        ? request
                                        : request.newBuilder()
                                                .header("User-Agent", userAgent)
                                                .build());
                    })
                    .build();
            dialer = known;
        }
        return known;
    }

    /** To be called at the start of each iteration, on the thread that runs it: forgets all cookies, unless they are kept. */
    public void beforeIteration() {
        adopt();
        if (!options.noCookiesReset()) {
            cookies.clear();
        }
        endings.beginIteration();
    }

    /**
     * Has the action run on the virtual user's thread at the end of the iteration: for what must not outlive it. Outside of an
     * iteration, at the virtual user's end. Any thread.
     */
    public void atEnd(Runnable action) {
        endings.add(action);
    }

    /** What was to run at the end has been done already. Any thread. */
    public void forgetEnd(Runnable action) {
        endings.remove(action);
    }

    /** To be called at the end of each iteration, before {@link #emitData}. */
    public void endIteration() {
        endings.endIteration();
    }

    /** To be called at the virtual user's end, before {@link #emitData} and {@link #close}. */
    public void endUser() {
        endings.endUser();
    }

    /** Counts bytes that went over a connection of somebody else's. Any thread. */
    public void sent(long bytes) {
        wire.sent(bytes);
    }

    /** Counts bytes that came over a connection of somebody else's. Any thread. */
    public void received(long bytes) {
        wire.received(bytes);
    }

    /** From now on the calling thread is the virtual user's. */
    public void adopt() {
        samples.takeThread();
    }

    /** The same as {@link #emitData(long)} at this moment. */
    public void emitData() {
        emitData(samples.clock().epochNanos());
    }

    /**
     * Records {@code data_sent} and {@code data_received} since the last time, also when nothing was sent and when the
     * context was cancelled. To be called at the end of each iteration, and of the functions before and after the run. Also
     * closes idle connections: all with {@code noVUConnectionReuse}, else those beyond what {@code batch} says.
     */
    public void emitData(long epochNanos) {
        trim();
        emit(wire.takeSent(), wire.takeReceived(), epochNanos);
    }

    /**
     * The same, but nothing when nothing was sent or received: for what a test may not have at all.
     */
    public void emitDataIfAny() {
        trim();
        long sent = wire.takeSent();
        long received = wire.takeReceived();
        if (sent > 0 || received > 0) {
            emit(sent, received, samples.clock().epochNanos());
        }
    }

    private void trim() {
        connections.trim();
        if (options.noVuConnectionReuse()) {
            kept.closeAll();
        }
    }

    private void emit(long sent, long received, long epochNanos) {
        data[0] = sent;
        data[1] = received;
        BuiltinMetrics builtin = samples.registry().builtin();
        samples.addEvenIfCancelled(builtin.data, samples.tags(), data, epochNanos);
    }

    /** Closes all connections, also those in use; no more are opened. Any thread. */
    @Override
    public void close() {
        wire.close();
        making(this::closings).forEach(Runnable::run);
        connections.close();
        Transport sockets = direct;
        if (sockets != null) {
            sockets.close();
        }
    }

    HttpOptions options() {
        return options;
    }

    /** Whether the calling thread is the virtual user's own. Any thread. */
    public boolean isOwner() {
        return samples.isOfThread();
    }

    /** Name of the virtual user's thread. Any thread. */
    public String ownerName() {
        return samples.threadName();
    }

    /** Whether calls wait for their turn. */
    boolean isPaced() {
        return rate != null;
    }

    /**
     * Waits until a call may begin.
     *
     * @throws InterruptedIOException if the thread is interrupted, which stays set
     */
    void awaitTurn() throws InterruptedIOException {
        if (rate != null) {
            try {
                rate.await();
            } catch (CancellationException e) {
                InterruptedIOException interrupted = new InterruptedIOException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
        }
    }

    Wire wire() {
        return wire;
    }

    /** Something to be done by {@link #close}, if somebody else holds it still. Any thread. */
    void whenClosed(Runnable closing) {
        boolean unused = making(() -> {
            Set<Runnable> known = closings;
            if (known == null) {
                known = Collections.newSetFromMap(new WeakHashMap<>());
                closings = known;
            }
            return known.add(closing);
        });
    }

    private List<Runnable> closings() {
        return closings == null ? List.of() : List.copyOf(closings);
    }

    /** Records the round trips of a thread with this context. */
    HopSampler sampler(SampleContext here) {
        if (here != samples) {
            ThreadLocal<HopSampler> known = samplers;
            return (known != null ? known : making(this::makeSamplers)).get();
        }
        HopSampler known = sampler;
        if (known == null) {
            known = new HopSampler(samples, tracer);
            sampler = known;
        }
        return known;
    }

    private ThreadLocal<HopSampler> makeSamplers() {
        ThreadLocal<HopSampler> known = samplers;
        if (known == null) {
            known = ThreadLocal.withInitial(() -> new HopSampler(samples.ofThread(), tracer));
            samplers = known;
        }
        return known;
    }

    /** The calling thread's context. */
    SampleContext requireThread() throws IOException {
        try {
            return samples.ofThread();
        } catch (IllegalStateException foreign) {
            throw new IOException(foreign.getMessage(), foreign); // what OkHttp passes on to callbacks
        }
    }

    /** Traces requests; null when they are not traced. */
    @Nullable
    Tracer tracer() {
        return tracer;
    }

    /**
     * Records a call of the calling thread.
     *
     * @param here the thread's context
     * @param context the trace that the call belongs to; null for none
     */
    CallSampler sampler(SampleContext here, Request request, @Nullable TraceContext context) {
        RequestName name = request.tag(RequestName.class);
        TagSet tags = here.tags();
        TagSet named = name == null ? tags : tags.with(SystemTag.NAME.key(), name.name());
        return new CallSampler(sampler(here), wire, named, options.expectStatus(), tracer, context, request);
    }
}
