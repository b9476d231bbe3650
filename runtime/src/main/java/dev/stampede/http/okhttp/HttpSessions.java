package dev.stampede.http.okhttp;

import dev.stampede.http.HttpLog;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.SampleContext;
import dev.stampede.traces.Tracer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP of one run: makes a {@link HttpSession} for each virtual user and holds what they share, which is options, TLS
 * settings, look-ups of names and the log. Holds no connection and no thread, so there is nothing to close. Thread-safe.
 */
public final class HttpSessions {
    private static final System.Logger logger = System.getLogger(HttpSessions.class.getName());
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(30);

    private final HttpOptions options;
    private final HttpLog log;
    private final UnaryOperator<String> redaction;
    private final SingleAddressDns dns;
    private final @Nullable Tracer tracer;

    /** Sessions with these options, of a run without secrets whose requests are not traced. */
    public HttpSessions(HttpOptions options) {
        this(options, UnaryOperator.identity(), null);
    }

    /**
     * Sessions with these options.
     *
     * @param redaction takes secrets out of what is logged
     * @param tracer traces their requests; null when they are not traced
     */
    public HttpSessions(HttpOptions options, UnaryOperator<String> redaction, @Nullable Tracer tracer) {
        this.options = options;
        this.redaction = redaction;
        this.log = new HttpLog(redaction);
        this.tracer = tracer;
        this.dns = new SingleAddressDns(options.hosts());
    }

    /**
     * Makes what all sessions share, which takes some tenths of a second the first time in a process. To be called before
     * load begins: else the first virtual user would do so while the others wait for it, each keeping a carrier thread.
     */
    public void prepare() {
        try {
            OkHttpClient unused = client().connectionPool(QuietPool.create()).build();
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
        return new HttpSession(samples, options, log, tracer, this::client);
    }

    /** A client with the run's settings; pool, sockets and dispatcher are still to be set. */
    private OkHttpClient.Builder client() {
        OkHttpClient.Builder builder = Plain.CLIENT.newBuilder().dns(dns);
        if (options.debug()) {
            builder.addNetworkInterceptor(FullLog.interceptor(redaction));
        }
        if (options.insecureSkipTlsVerify()) {
            return TrustAnyone.in(builder);
        }
        HttpOptions.Tls tls = options.tls();
        return tls == null ? builder : builder.sslSocketFactory(tls.socketFactory(), tls.trustManager());
    }

    /** What all runs share; made at the first request of the first one, as reading the trust store takes a while. */
    private static final class Plain {
        // one limit for the whole call: a limit for each read or write would arm a timer each time
        static final OkHttpClient CLIENT = new OkHttpClient.Builder()
                .connectTimeout(DIAL_TIMEOUT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .fastFallback(false)
                .build();
    }
}
