package dev.stampede.output.cloud.api;

import dev.stampede.clock.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to the service: up to three attempts, half a second apart, while no answer comes or the service is at fault.
 * (k6: {@code cloudapi/client.go}.) Thread-safe.
 */
public final class ApiClient implements AutoCloseable {
    /** No limit but the attempts themselves. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** In bytes. Longer replies are cut off there. */
    static final long LONGEST_REPLY = 4L << 20;

    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** The k6 release whose protocol is spoken. */
    private static final String USER_AGENT = "k6cloud/2.2.0";

    private final OkHttpClient client;
    private final @Nullable String authorization;
    private final long timeoutNanos;
    private final Clock clock;
    private final Pause pause;

    /**
     * A client with connections of its own, as this machine is set up.
     *
     * @param authorization value of the header; null for none
     * @param timeout longest time one attempt may take
     * @throws dev.stampede.ConfigException if proxies or certificate authorities are set up wrongly
     */
    public ApiClient(@Nullable String authorization, Duration timeout, Clock clock, Pause pause) {
        this(Connections.ofThisMachine(), authorization, timeout, clock, pause);
    }

    /** The same over other proxies, or trusting others. */
    public ApiClient(
            Connections connections, @Nullable String authorization, Duration timeout, Clock clock, Pause pause) {
        // one limit for the whole call: those for its parts would only hide it; attempts are made, and counted, here
        this(
                connections
                        .client()
                        .addInterceptor(new CallLog())
                        .retryOnConnectionFailure(false)
                        // a redirected POST would arrive as a GET without its body, and look delivered
                        .followRedirects(false)
                        .callTimeout(timeout)
                        .connectTimeout(Duration.ZERO)
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .build(),
                authorization,
                timeout,
                clock,
                pause);
    }

    private ApiClient(OkHttpClient client, @Nullable String authorization, Duration timeout, Clock clock, Pause pause) {
        this.client = client;
        this.authorization = authorization;
        this.timeoutNanos = timeout.toNanos();
        this.clock = clock;
        this.pause = pause;
    }

    /** Another client over the same connections, whose calls are cancelled apart from those of this one. */
    public ApiClient besides(@Nullable String itsAuthorization, Duration timeout) {
        OkHttpClient other = client.newBuilder()
                .dispatcher(new Dispatcher())
                .callTimeout(timeout)
                .build();
        return new ApiClient(other, itsAuthorization, timeout, clock, pause);
    }

    /** The same client, but with connections of its own: for when those that are open may be dead. */
    public ApiClient apart() {
        OkHttpClient other = client.newBuilder()
                .dispatcher(new Dispatcher())
                .connectionPool(new ConnectionPool())
                .build();
        return new ApiClient(other, authorization, Duration.ofNanos(timeoutNanos), clock, pause);
    }

    /** Makes a call. */
    public Reply send(ApiRequest request) {
        return send(request, () -> NO_DEADLINE, () -> {});
    }

    /** Makes a call that may take so long, all attempts together. */
    public Reply send(ApiRequest request, Duration budget) {
        long deadline = clock.nanoTime() + budget.toNanos();
        return send(request, () -> deadline, () -> {});
    }

    /**
     * Makes a call.
     *
     * @param deadline asked before each attempt: when to have given up, in the clock's nanoseconds
     * @param onRetry told before each attempt but the first
     */
    public Reply send(ApiRequest request, Deadline deadline, Runnable onRetry) {
        return send(request, deadline, () -> timeoutNanos, reply -> onRetry.run());
    }

    /**
     * Makes a call, unless the service wants to be left alone for longer than from one attempt to the next.
     *
     * @param deadline asked before each attempt: when to have given up, in the clock's nanoseconds
     * @param most asked before each attempt: how many nanoseconds it may take
     * @param onRetry told before each attempt but the first what the one before has come to
     */
    public Reply send(ApiRequest request, Deadline deadline, LongSupplier most, Consumer<Reply> onRetry) {
        for (int attempt = 1; ; attempt++) {
            Reply reply = attempt(request, deadline.nanos(), most.getAsLong());
            if (attempt == ATTEMPTS
                    || !worthAnother(reply)
                    || (reply instanceof Reply.Refused refused
                            && refused.retryAfter().compareTo(PAUSE) > 0)
                    || !pauseUntilNext(deadline)) {
                return reply;
            }
            onRetry.accept(reply);
        }
    }

    /** Makes a single attempt that may take so long. */
    public Reply sendOnce(ApiRequest request, Duration most) {
        return attempt(request, clock.nanoTime() + most.toNanos(), timeoutNanos);
    }

    /** Whether the same call may be answered otherwise if it is made again. */
    public static boolean worthAnother(Reply reply) {
        return switch (reply) {
            case Reply.Accepted accepted -> false;
            case Reply.Refused refused -> refused.mayPass();
            case Reply.Unanswered unanswered -> true;
        };
    }

    private boolean pauseUntilNext(Deadline deadline) {
        long next = clock.nanoTime() + PAUSE.toNanos();
        long end = deadline.nanos();
        if (end != NO_DEADLINE && next - end >= 0) {
            return false;
        }
        try {
            pause.until(next);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Reply attempt(ApiRequest request, long deadline, long most) {
        Request outgoing = request.request().header("User-Agent", USER_AGENT).build();
        if (authorization != null && outgoing.header("Authorization") == null) {
            outgoing =
                    outgoing.newBuilder().header("Authorization", authorization).build();
        }
        Call call = client.newCall(outgoing);
        long limit = Math.min(most, timeoutNanos);
        if (deadline != NO_DEADLINE) {
            long left = deadline - clock.nanoTime();
            if (left <= 0) {
                return new Reply.Unanswered(new InterruptedIOException("out of time"));
            }
            limit = Math.min(limit, left);
        }
        call.timeout().timeout(limit, TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            return reply(response, SentSecrets.of(outgoing, response));
        } catch (IOException e) {
            return new Reply.Unanswered(SentSecrets.of(outgoing).masked(e));
        } catch (RuntimeException e) { // of OkHttp, for which HTTP is broken here in a way it does not expect
            return new Reply.Unanswered(SentSecrets.of(outgoing).masked(new IOException("the reply is no HTTP", e)));
        }
    }

    private Reply reply(Response response, SentSecrets secrets) throws IOException {
        String body = text(response.body().source());
        if (response.isSuccessful()) {
            return new Reply.Accepted(secrets.maskedBody(body));
        }
        String url = ErrorText.shown(response.request().url());
        String location = response.header("Location");
        if (response.isRedirect() && location != null) {
            HttpUrl target = response.request().url().resolve(location);
            return new Reply.Refused(
                    response.code(),
                    0,
                    secrets.masked("unexpected redirect from " + url + " to "
                            + (target == null ? "somewhere else" : ErrorText.shown(target))));
        }
        Reply.Refused refused = ErrorText.refused(response.code(), response.message(), url, body);
        return new Reply.Refused(
                refused.status(),
                refused.code(),
                ErrorText.cut(secrets.masked(refused.text())),
                RetryAfter.in(response.header("Retry-After"), clock));
    }

    /** What is longer than any reply of the service is cut off: it then is not what was asked for, whatever it is. */
    private static String text(BufferedSource reply) throws IOException {
        boolean isLonger = reply.request(LONGEST_REPLY + 1);
        return isLonger ? reply.readUtf8(LONGEST_REPLY) : reply.getBuffer().readUtf8();
    }

    /** Ends the calls that are under way: they count as unanswered. */
    public void cancelAll() {
        client.dispatcher().cancelAll();
    }

    /** Ends calls and closes connections. */
    @Override
    public void close() {
        cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /** When to have given up. */
    @FunctionalInterface
    public interface Deadline {
        /** In the clock's nanoseconds, or {@link #NO_DEADLINE}. */
        long nanos();
    }

    /** Waits between attempts: {@link Clock#sleepUntil} but in tests. */
    @FunctionalInterface
    public interface Pause {
        void until(long deadlineNanos) throws InterruptedException;
    }
}
