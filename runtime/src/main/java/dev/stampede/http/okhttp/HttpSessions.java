package dev.stampede.http.okhttp;

import dev.stampede.ConfigException;
import dev.stampede.http.HttpDebug;
import dev.stampede.http.HttpLog;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.LocalIps;
import dev.stampede.http.RequestRate;
import dev.stampede.http.Targets;
import dev.stampede.metrics.SampleContext;
import dev.stampede.proxies.Proxies;
import dev.stampede.traces.Tracer;
import java.net.Proxy;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP of one run: makes a {@link HttpSession} for each virtual user and holds what they share, which is options, TLS
 * settings, look-ups of names and the log. Holds no connection and no thread, so there is nothing to close. Thread-safe.
 */
public final class HttpSessions {
    private static final System.Logger logger = System.getLogger(HttpSessions.class.getName());
    static final Duration DIAL_TIMEOUT = Duration.ofSeconds(30);

    private final HttpOptions options;
    private final HttpLog log;
    private final Targets targets = new Targets();
    private final UnaryOperator<String> redaction;
    private final Addresses addresses;
    private final TlsSetup tls;
    private final Proxies proxies;
    private final @Nullable RequestRate rate;
    private final @Nullable Tracer tracer;
    private final boolean direct;
    private final boolean mayHaveProxy;
    private final boolean mayHaveSecureProxy;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable TlsLayer tlsLayer;

    /** Sessions with these options, of a run without secrets whose requests are not traced. */
    public HttpSessions(HttpOptions options) {
        this(options, UnaryOperator.identity(), null);
    }

    /**
     * Sessions with these options.
     *
     * @param redaction takes secrets out of what is logged
     * @param tracer traces their requests; null when they are not traced
     * @throws ConfigException if the address of a proxy that this machine is set up for is wrong
     */
    public HttpSessions(HttpOptions options, UnaryOperator<String> redaction, @Nullable Tracer tracer) {
        this(options, redaction, tracer, Resolver.Source.JVM, Proxies.ofThisMachine(), true);
    }

    /** Sessions of which no request goes through a proxy, whatever this machine is set up for. */
    public static HttpSessions withoutProxies(HttpOptions options) {
        Proxies none = new Proxies(Map.of(), name -> null, ProxySelector.of(null));
        return new HttpSessions(options, UnaryOperator.identity(), null, Resolver.Source.JVM, none, true);
    }

    /**
     * Sessions that look names up elsewhere, or go through other proxies, than this machine is set up for.
     *
     * @param direct whether requests go directly over sockets where that will do; else all go over OkHttp
     * @throws ConfigException if a proxy's address is wrong
     */
    HttpSessions(
            HttpOptions options,
            UnaryOperator<String> redaction,
            @Nullable Tracer tracer,
            Resolver.Source names,
            Proxies proxies,
            boolean direct) {
        if (!proxies.problems().isEmpty()) {
            throw new ConfigException(proxies.problems());
        }
        this.options = options;
        this.redaction = redaction;
        this.log = new HttpLog(redaction);
        this.tracer = tracer;
        this.addresses = new Addresses(options, names);
        this.tls = new TlsSetup(options);
        this.proxies = proxies;
        this.rate = RequestRate.of(options.rps());
        this.direct = direct && options.debug() == HttpDebug.OFF;
        this.mayHaveProxy = proxies.mayBeUsed(false);
        this.mayHaveSecureProxy = proxies.mayBeUsed(true);
    }

    /**
     * Makes what sessions share of OkHttp, which takes some tenths of a second the first time in a process. To be called before
     * a load whose first requests may not wait for that. Else the first that does not go directly over a socket has it made.
     */
    public void prepare() {
        try {
            OkHttpClient unused = client().build();
        } catch (RuntimeException | LinkageError e) {
            // a run that makes no request does well without; a request will tell
            logger.log(System.Logger.Level.DEBUG, "the HTTP client could not be prepared", e);
        }
    }

    /**
     * A session for one virtual user, to be used on the calling thread. Costs next to nothing before its first request.
     *
     * @param samples where its samples go
     */
    public HttpSession open(SampleContext samples) {
        LocalIps ips = options.localIps();
        Wire wire = new Wire(addresses, ips == null ? null : ips.of(samples.lane()));
        return new HttpSession(samples, this, wire);
    }

    HttpOptions options() {
        return options;
    }

    HttpLog log() {
        return log;
    }

    Targets targets() {
        return targets;
    }

    @Nullable
    Tracer tracer() {
        return tracer;
    }

    @Nullable
    RequestRate rate() {
        return rate;
    }

    /** Opens connections for one virtual user. */
    SocketDialer dialer(Wire wire) {
        return new SocketDialer(addresses, wire, this::tlsLayer);
    }

    private TlsLayer tlsLayer() {
        TlsLayer known = tlsLayer;
        if (known == null) {
            making.lock();
            try {
                known = tlsLayer;
                if (known == null) {
                    known = new TlsLayer(client().build());
                    tlsLayer = known;
                }
            } finally {
                making.unlock();
            }
        }
        return known;
    }

    /** Whether HTTP/1.1 over a socket will do for what goes there: it is not logged, and neither HTTP/2 nor a proxy comes into it. */
    boolean leadsDirectly(HttpUrl url) {
        if (!direct || (url.isHttps() && options.http2())) {
            return false;
        }
        return !(url.isHttps() ? mayHaveSecureProxy : mayHaveProxy)
                || proxies.select(url.uri()).equals(List.of(Proxy.NO_PROXY));
    }

    /** A client with the run's settings; pool, sockets and dispatcher are still to be set. */
    OkHttpClient.Builder client() {
        return client(false);
    }

    /** The same, but it sends requests just as they are made: see {@link ExactRequest}. */
    OkHttpClient.Builder exactClient() {
        return client(true);
    }

    private OkHttpClient.Builder client(boolean exact) {
        OkHttpClient.Builder client = PlainClient.get()
                .newBuilder()
                .dns(addresses)
                .proxySelector(proxies)
                .proxyAuthenticator(proxies);
        if (proxies.hasLogin()) {
            client.addNetworkInterceptor(new ProxyLogin(proxies));
        }
        if (exact) {
            client.addNetworkInterceptor(ExactRequest.INSTANCE);
        }
        if (options.debug() != HttpDebug.OFF) {
            // innermost, so that it shows what travels
            client.addNetworkInterceptor(FullLog.interceptor(options.debug(), redaction));
        }
        if (!options.http2()) {
            client.protocols(List.of(Protocol.HTTP_1_1));
        }
        tls.in(client);
        return client;
    }
}
