package dev.stampede.http.okhttp;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;

/**
 * The client that those of all runs are made from. Making it takes some tenths of a second, as it reads the trust store and
 * loads a thousand classes; so it is made once in a process, and whoever needs it meanwhile waits without holding a carrier
 * thread, which class initialisation would. Thread-safe.
 */
final class PlainClient {
    private static final FutureTask<OkHttpClient> MADE = new FutureTask<>(PlainClient::make);
    private static final AtomicBoolean begun = new AtomicBoolean();

    private PlainClient() {}

    /** It, as soon as it is made. An interrupt is left set, and the client returned all the same. */
    static OkHttpClient get() {
        if (!begun.get() && begun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("stampede-http-client").start(MADE);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return MADE.get();
                } catch (InterruptedException e) {
                    interrupted = true; // it takes no longer than the fraction of a second that is left of it
                } catch (ExecutionException e) {
                    throw new IllegalStateException("the HTTP client could not be made: " + e.getCause(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static OkHttpClient make() {
        // one limit for the whole call: a limit for each read or write would arm a timer each time
        OkHttpClient usual = new OkHttpClient.Builder()
                .connectTimeout(HttpSessions.DIAL_TIMEOUT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .fastFallback(false)
                .build();
        // a verifier of one's own keeps OkHttp from taking the HTTP/2 connection of one host for another, which k6
        // never does
        return usual.newBuilder()
                .hostnameVerifier((host, session) -> usual.hostnameVerifier().verify(host, session))
                .connectionPool(QuietPool.create(1))
                .build();
    }
}
