package dev.stampede.output.cloud.api;

import dev.stampede.metrics.Printable;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Logs each attempt of a call: at debug level what was called, what came of it and how long it took, at trace level headers
 * too. Nothing secret: neither authorizations, not even where a reply gives them back, nor user and password of
 * a URL, nor its query, which signs it. Thread-safe.
 */
public final class CallLog implements Interceptor {
    private static final System.Logger logger = System.getLogger(CallLog.class.getName());
    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "set-cookie", "cookie");
    private static final Set<String> LINKS = Set.of("location", "content-location", "link", "refresh");
    /** The query of a URL. */
    private static final Pattern IN_LINK = Pattern.compile("\\?[^\\s>]+");

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!logger.isLoggable(System.Logger.Level.DEBUG)) {
            return chain.proceed(request);
        }
        long start = System.nanoTime();
        SentSecrets secrets = SentSecrets.of(request);
        try {
            Response response = chain.proceed(request);
            logger.log(
                    System.Logger.Level.DEBUG,
                    () -> secrets.masked(called(request) + " -> " + answered(response)) + took(start));
            if (logger.isLoggable(System.Logger.Level.TRACE)) {
                logger.log(System.Logger.Level.TRACE, () -> "sent " + shown(request.headers()));
                logger.log(System.Logger.Level.TRACE, () -> "received " + secrets.masked(shown(response.headers())));
            }
            return response;
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, () -> secrets.masked(called(request) + " -> " + e) + took(start));
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
        headers.forEach(header -> all.add(header.getFirst() + ": " + shown(header.getFirst(), header.getSecond())));
        return ErrorText.cut(all.toString());
    }

    private static String shown(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (SECRET.contains(lower)) {
            return "****";
        }
        return LINKS.contains(lower)
                ? IN_LINK.matcher(Printable.withoutUserInfo(value)).replaceAll("?****")
                : value;
    }
}
