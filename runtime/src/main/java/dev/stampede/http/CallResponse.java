package dev.stampede.http;

import dev.stampede.HttpResponse;
import dev.stampede.HttpTimings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came back. Immutable; text and JSON are made when they are first asked for. */
final class CallResponse implements HttpResponse {
    private static final byte[] NOTHING = {};

    private final int status;
    private final HeaderList headers;
    private final byte[] bytes;
    private final String url;
    private final String proto;
    private final HttpTimings timings;
    private final String error;
    private final int errorCode;
    private volatile @Nullable String text;
    private volatile @Nullable JsonDocument json;

    private CallResponse(
            int status,
            HeaderList headers,
            byte[] bytes,
            String url,
            String proto,
            HttpTimings timings,
            String error,
            int errorCode) {
        this.status = status;
        this.headers = headers;
        this.bytes = bytes;
        this.url = url;
        this.proto = proto;
        this.timings = timings;
        this.error = error;
        this.errorCode = errorCode;
    }

    static CallResponse of(String url, RoundTripTrace trace, HeaderList headers, byte[] body, HttpTimings timings) {
        int status = trace.status();
        return new CallResponse(status, headers, body, url, trace.proto(), timings, "", TransportError.codeOf(status));
    }

    static CallResponse failed(String url, TransportError error, HttpTimings timings) {
        return new CallResponse(0, new HeaderList(), NOTHING, url, "", timings, error.text(), error.code());
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String body() {
        String known = text;
        if (known == null) {
            known = new String(bytes, charset(headers.get("Content-Type")));
            text = known;
        }
        return known;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers.toMap();
    }

    @Override
    public @Nullable Object json(String pointer) {
        JsonDocument known = json;
        if (known == null) {
            try {
                known = JsonDocument.parse(bytes);
            } catch (IOException e) {
                throw new IllegalStateException("the body of " + url + " is not JSON: " + e.getMessage(), e);
            }
            json = known;
        }
        return known.at(pointer);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String proto() {
        return proto;
    }

    @Override
    public HttpTimings timings() {
        return timings;
    }

    @Override
    public String error() {
        return error;
    }

    @Override
    public int errorCode() {
        return errorCode;
    }

    @Override
    public String toString() {
        return (error.isEmpty() ? "HTTP " + status : error) + " from " + url;
    }

    private static Charset charset(@Nullable String contentType) {
        int at = contentType == null ? -1 : contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (contentType == null || at < 0) {
            return StandardCharsets.UTF_8;
        }
        String name = contentType.substring(at + "charset=".length());
        int end = name.indexOf(';');
        name = (end < 0 ? name : name.substring(0, end)).replace("\"", "").strip();
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
