package dev.stampede;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came back: the last response of the call, or the error that ended it. Immutable. */
public interface HttpResponse {

    /** Status code; 0 when no response came. */
    int status();

    /**
     * Status line without the protocol, such as {@code 200 OK}; over HTTP/2, which has none, with the usual words. Empty
     * when no response came.
     */
    String statusText();

    /**
     * Whether there is a body, be it empty: not after an error, with {@link ResponseType#NONE}, nor with status 1xx, 204 and
     * 304. (k6: whether {@code body} is null.)
     */
    boolean hasBody();

    /** The body as text, in the charset of the content type, else UTF-8; empty when there is none. */
    String body();

    /** The body's bytes, after decompression; empty when there is none. Not to be changed. */
    byte[] bytes();

    /** First value of a header, whatever its case; null when it is absent. */
    @Nullable
    String header(String name);

    /** All headers. */
    Map<String, List<String>> headers();

    /**
     * The value at a JSON pointer (RFC 6901) in the body, such as {@code "/items/0/id"}; the empty pointer is the whole
     * document. Objects come as {@link Map}, arrays as {@link List}, numbers as {@link Double}.
     *
     * @return null when nothing is there, or a JSON null is
     * @throws IllegalStateException if the body is not JSON, or there is none
     * @throws IllegalArgumentException if the pointer is malformed
     */
    @Nullable
    Object json(String pointer);

    /**
     * The same as a value of a type: a record, a class with fields, an array of them, {@code Long}, {@code String} and
     * whatever else Moshi reads without an adapter of one's own.
     *
     * @return null when nothing is there, or a JSON null is
     * @throws IllegalStateException if the body is not JSON, there is none, or it does not fit the type
     * @throws IllegalArgumentException if the pointer is malformed, or Moshi cannot read such a type
     */
    <T> @Nullable T json(String pointer, Class<T> type);

    /**
     * The body as HTML. Needs {@code org.jsoup:jsoup} on the class path.
     *
     * @throws IllegalStateException if there is no body, or jsoup is missing
     */
    HtmlPage html();

    /** Follows the first link of the page: {@code html().link("a[href]").send()}. */
    HttpResponse clickLink();

    /** Follows the first link that fits: {@code html().link(selector).send()}. */
    HttpResponse clickLink(String selector);

    /** Submits the first form of the page with these values in place of its own: {@code html().form("form", fields).send()}. */
    HttpResponse submitForm(Map<String, ?> fields);

    /** Submits the first form that fits: {@code html().form(formSelector, fields).send()}. */
    HttpResponse submitForm(String formSelector, Map<String, ?> fields);

    /** The cookies that the last response sets, by name. */
    Map<String, List<ResponseCookie>> cookies();

    /** What was sent first. */
    SentRequest request();

    /** URL of the last request of the call. */
    String url();

    /** {@code HTTP/1.1} or {@code HTTP/2.0}; empty when no response came. */
    String proto();

    /** Address of the server, or proxy, of the last round trip; empty when none was connected to. */
    String remoteIp();

    /** Port of the same; 0 when none was connected to. */
    int remotePort();

    /** {@code tls1.0} to {@code tls1.3}; empty without TLS, or when no response came. */
    String tlsVersion();

    /** Such as {@code TLS_AES_128_GCM_SHA256}; empty without TLS, or when no response came. */
    String tlsCipherSuite();

    /** Times of the last round trip. */
    HttpTimings timings();

    /** Short text of a transport error, such as {@code dial: connection refused}; empty when a response came. */
    String error();

    /** k6's error code: 0 without error, 1000 + status from status 400 on, others for transport errors. */
    int errorCode();
}
