package dev.stampede.output.cloud.api;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Logs each attempt of a call: at debug level what was called, what came of it and how long it took, at trace level headers
 * too. Nothing secret: neither authorizations, nor user and password of a URL, nor its query, which signs it. Thread-safe.
 */
public final class CallLog implements Interceptor {
    private static final System.Logger logger = System.getLogger(CallLog.class.getName());
    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "set-cookie", "cookie");

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!logger.isLoggable(System.Logger.Level.DEBUG)) {
            return chain.proceed(request);
        }
        long start = System.nanoTime();
        try {
            Response response = chain.proceed(request);
            logger.log(System.Logger.Level.DEBUG, () -> called(request) + " -> " + answered(response) + took(start));
            if (logger.isLoggable(System.Logger.Level.TRACE)) {
                logger.log(System.Logger.Level.TRACE, () -> "sent " + shown(request.headers()));
                logger.log(System.Logger.Level.TRACE, () -> "received " + shown(response.headers()));
            }
            return response;
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, () -> called(request) + " -> " + e + took(start));
            throw e;
        }
    }

    private static String called(Request request) {
        RequestBody body = request.body();
        return request.method() + " " + ErrorText.shown(request.url())
                + (body == null ? "" : " (" + length(body) + " bytes)");
    }

    private static String length(RequestBody body) {
        try {
            return Long.toString(body.contentLength());
        } catch (IOException e) {
            return "?";
        }
    }

    private static String answered(Response response) {
        return (response.code() + " " + response.message()).stripTrailing();
    }

    private static String took(long start) {
        return " after " + (System.nanoTime() - start) / 1_000_000 + " ms";
    }

    private static String shown(Headers headers) {
        StringJoiner all = new StringJoiner(", ");
        headers.forEach(header -> all.add(header.getFirst() + ": "
                + (SECRET.contains(header.getFirst().toLowerCase(Locale.ROOT)) ? "****" : header.getSecond())));
        return all.toString();
    }
}
