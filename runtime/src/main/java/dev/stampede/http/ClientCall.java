package dev.stampede.http;

import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.traces.TraceContext;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import java.net.URI;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client that is not ours: the tags and the trace that all its round trips share, and how each of them is
 * recorded. Confined to the thread that makes it, which {@link #requireThread} sees to for what may get elsewhere.
 */
public final class ClientCall {
    private final ClientScope scope;
    private final SampleContext here;
    private final HopSampler sampler;
    private final TagSet tags;
    private final @Nullable TraceContext context;
    private final double[] values = new double[HopSampler.VALUES];

    /**
     * A call, which begins now: waits for its turn first, if the run lets only so many begin in a second.
     *
     * @param name what stands for the URL; null for the URL itself
     * @param headers values of the request's headers by name; null for what it has not
     * @throws IOException if the calling thread is not one of the virtual user's, or was interrupted while it waited, which
     *     stays set
     */
    public ClientCall(ClientScope scope, @Nullable String name, UnaryOperator<@Nullable String> headers)
            throws IOException {
        this.here = scope.requireThread();
        this.scope = scope;
        scope.awaitTurn();
        this.sampler = scope.sampler(here);
        TagSet now = here.tags();
        this.tags = name == null ? now : now.with(SystemTag.NAME.key(), name);
        Tracer tracer = scope.tracer();
        this.context = tracer == null ? null : tracer.context(headers.apply(tracer.header()));
    }

    /** Whether the calling thread is the one that makes the call. */
    public boolean isOfThread() {
        return here.isOfThread();
    }

    /**
     * Refuses other threads: samples of the call are recorded on the one that makes it.
     *
     * @throws IOException if the calling thread is not the one that makes the call
     */
    public void requireThread() throws IOException {
        if (!isOfThread()) {
            SampleContext unused = scope.requireThread(); // a stranger is told that it is one
            throw new IOException("The response that '" + here.threadName() + "' was given on another of its threads"
                    + " cannot be read or closed on '" + Thread.currentThread().getName()
                    + "': its samples have the group and tags of the thread that made the request. Read and close it"
                    + " there.");
        }
    }

    /** Name of the header that each request of the call must carry, unless it has it already; null for none. */
    public @Nullable String traceHeader() {
        Tracer tracer = scope.tracer();
        return tracer == null || context == null ? null : tracer.header();
    }

    /** Value of {@link #traceHeader}; empty for none. */
    public String traceValue() {
        return context == null ? "" : context.header();
    }

    /** An answer has begun to come: messages about what the test does with it name it. */
    public void answered(String method, URI url, int status) {
        sampler.answered(method, masked(url), status);
    }

    /**
     * Records a round trip that is over now.
     *
     * @param trace what happened
     * @param thrown what ended it, in the words of the JDK's sockets; null if a response came
     */
    public void ended(RoundTripTrace trace, String method, URI url, @Nullable Throwable thrown) {
        TransportError error = thrown == null ? null : TransportError.of(thrown, trace);
        sampler.record(
                tags,
                method,
                masked(url),
                context,
                trace,
                error,
                scope.options().expectStatus(),
                values);
    }

    private static String masked(URI url) {
        if (url.getRawUserInfo() == null) {
            return url.toString();
        }
        return Target.mask(url.toString(), url.getRawUserInfo().indexOf(':') < 0 ? "****@" : "****:****@");
    }

    /** Value of the tag {@code tls_version}, such as {@code tls1.3}; empty without TLS. */
    public static String tlsVersion(@Nullable SSLSession session) {
        if (session == null) {
            return "";
        }
        String protocol = session.getProtocol();
        return switch (protocol) {
            case "TLSv1" -> "tls1.0";
            case "SSLv3" -> "ssl3.0";
            default -> protocol.replace("TLSv", "tls");
        };
    }
}
