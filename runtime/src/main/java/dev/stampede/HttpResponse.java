package dev.stampede;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came back: the last response of the call, or the error that ended it. Immutable. */
public interface HttpResponse {

    /** Status code; 0 when no response came. */
    int status();

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
     * @throws IllegalStateException if the body is not JSON
     * @throws IllegalArgumentException if the pointer is malformed
     */
    @Nullable
    Object json(String pointer);

    /** URL of the last request of the call. */
    String url();

    /** {@code HTTP/1.1} or {@code HTTP/2.0}; empty when no response came. */
    String proto();

    /** Times of the last round trip. */
    HttpTimings timings();

    /** Short text of a transport error, such as {@code dial: connection refused}; empty when a response came. */
    String error();

    /** k6's error code: 0 without error, 1000 + status from status 400 on, others for transport errors. */
    int errorCode();
}
