package dev.stampede.run;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.segments.Share;
import okhttp3.OkHttpClient;

/** What a virtual user has. Confined to its thread. */
public interface VuScope {

    /** The virtual user. */
    Vu vu();

    /** Its HTTP client. */
    Http http();

    /** An instrumented OkHttp client over the same connections and cookies; made on first use. */
    OkHttpClient okHttpClient();

    /**
     * Another client of the virtual user, made on first use: {@code WebSockets}, {@code ServerSentEvents} or {@code GrpcMeter}.
     *
     * @throws IllegalArgumentException if there is none of this type
     */
    <T> T client(Class<T> type);

    /** Whether {@link #client} has one of this type. Loads no class. */
    static boolean hasClient(Class<?> type) {
        return ScopeClients.has(type);
    }

    /** The part of the load that this process runs: of data that no two users may have in common, it takes its part only. */
    Share share();

    /** Tells that the iteration was given this row of data, numbered from 1: should it throw, people are told which. */
    void dataRow(long number);
}
