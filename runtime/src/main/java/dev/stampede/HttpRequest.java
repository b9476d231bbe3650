package dev.stampede;

import java.time.Duration;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A request under construction; every method but {@link #send()} changes it and returns it for chaining. What is not said is as
 * the run's settings say; the defaults below are those of a run that sets nothing.
 *
 * <p>Not thread-safe. Any thread may make it; it is sent on the virtual user's own, or on one that {@link Vu#fork} or {@link
 * Vu#executor} start.
 */
public interface HttpRequest {

    /**
     * Groups requests of different URLs under one name: the tags {@code name} and {@code url} hold it instead of the URL.
     */
    HttpRequest name(String name);

    /** Adds a tag to the samples of this call. */
    HttpRequest tag(String key, String value);

    /** Adds these tags to the samples of this call. */
    HttpRequest tags(Map<String, String> tags);

    /**
     * Sets a header, replacing one of the same name. {@code Host} is sent in place of the URL's; {@code Content-Length} is
     * not sent, as it follows from the body, and a warning says so when it differs.
     */
    HttpRequest header(String name, String value);

    /** Sets each of these headers as {@link #header} does. */
    HttpRequest headers(Map<String, String> headers);

    /** Sends this text, in UTF-8. No content type is added. Ignored by GET and HEAD. */
    HttpRequest body(String body);

    /** Sends these bytes. No content type is added. Ignored by GET and HEAD. */
    HttpRequest body(byte[] body);

    /**
     * Sends these fields as {@code application/x-www-form-urlencoded}, sorted by name; as {@link #multipart} when one of
     * them is a file. The content type is added unless the call sets one.
     *
     * @param fields values are sent as they print; each element of a list or array is a field of its own; null is an empty
     *     text. A map is sent as an empty text, too, with a warning
     */
    HttpRequest form(Map<String, ?> fields);

    /**
     * Sends these fields as {@code multipart/form-data}, in the order of the map. Files are read while they are sent. The
     * content type is added unless the call sets one.
     *
     * @param fields values as of {@link #form}; {@link HttpFile} and {@link java.nio.file.Path} are files
     */
    HttpRequest multipart(Map<String, ?> fields);

    /**
     * Compresses the body, one algorithm after the other: {@code gzip}, {@code deflate}, {@code br} or {@code zstd},
     * separated by commas. {@code Content-Encoding} names them unless the call sets it. A compressed body is held in memory.
     *
     * @throws IllegalArgumentException for any other algorithm
     * @throws IllegalStateException if the library for it is not on the class path: {@code
     *     com.aayushatharva.brotli4j:brotli4j} for br, {@code com.github.luben:zstd-jni} for zstd
     */
    HttpRequest compression(String algorithms);

    /**
     * How to say who is calling; user and password come from the URL. Default {@link Auth#BASIC}.
     *
     * @throws IllegalStateException if it needs a library that is not on the class path
     */
    HttpRequest auth(Auth auth);

    /** Sends a cookie in addition to those of the jar, of which one may have the same name. */
    HttpRequest cookie(String name, String value);

    /** Sends a cookie in place of those of this name in the jar. (k6: {@code replace: true}.) */
    HttpRequest replaceCookie(String name, String value);

    /**
     * Cookies are sent from, and kept in, this jar. Default the virtual user's, {@link Http#cookies()}.
     *
     * @throws IllegalArgumentException if it was not made by {@link Http#newCookieJar()}
     */
    HttpRequest jar(CookieJar jar);

    /**
     * Limit for the whole call, redirects, authentication and bodies included, waiting for {@code rps} excluded. Default 60 s;
     * zero or less means none.
     */
    HttpRequest timeout(Duration timeout);

    /**
     * The same, such as {@code "500ms"}.
     *
     * @throws IllegalArgumentException if it is no duration
     */
    HttpRequest timeout(String timeout);

    /**
     * How many redirects to follow, from 0, which follows none; the last redirect is then returned as it is. Default 10
     * ({@code maxRedirects}); only then a warning says that it stopped.
     *
     * @throws IllegalArgumentException if it is negative
     */
    HttpRequest redirects(int max);

    /**
     * Which status codes count as expected ({@code expected_response}, {@code http_req_failed}), such as
     * {@code ExpectedStatus.of(404)}. Default 200 to 399. Null judges none: neither the tag nor the metric comes about.
     */
    HttpRequest expectStatus(@Nullable IntPredicate expected);

    /**
     * What becomes of the response's body. Default {@link ResponseType#TEXT}; {@link ResponseType#NONE} in a run that
     * discards bodies.
     */
    HttpRequest responseType(ResponseType type);

    /**
     * Whether a request that gets no response throws rather than warns. Default as the run says, which is false. (k6:
     * {@code throw}.)
     */
    HttpRequest throwOnError(boolean value);

    /**
     * Sends the request and reads the whole response.
     *
     * @throws RequestFailedException if none came, or the URL is malformed, and {@link #throwOnError} asks for it
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, which stays set; nothing is recorded
     * @throws IllegalStateException on a thread that is not the virtual user's
     */
    HttpResponse send();
}
