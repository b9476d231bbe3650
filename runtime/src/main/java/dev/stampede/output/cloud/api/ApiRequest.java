package dev.stampede.output.cloud.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * One logical request: however often it is sent, its body and its idempotency key stay the same. Immutable. Has no text of
 * its own, as headers may hold a token.
 */
public final class ApiRequest {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String KEY = "K6-Idempotency-Key";

    private final String method;
    private final HttpUrl url;
    private final @Nullable RequestBody body;
    private final Map<String, String> headers;

    private ApiRequest(String method, HttpUrl url, @Nullable RequestBody body, Map<String, String> headers) {
        this.method = method;
        this.url = url;
        this.body = body;
        this.headers = headers;
    }

    /** A question; it carries no idempotency key. */
    public static ApiRequest get(HttpUrl url) {
        return new ApiRequest("GET", url, null, Map.of());
    }

    public static ApiRequest json(HttpUrl url, byte[] body) {
        return new ApiRequest("POST", url, RequestBody.create(body, JSON), key());
    }

    /** A form of one field, as {@code multipart/form-data}. */
    public static ApiRequest form(HttpUrl url, String field, String value) {
        MultipartBody form = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart(field, value)
                .build();
        return new ApiRequest("POST", url, form, key());
    }

    /** A file that is put somewhere; it carries no idempotency key, as doing so again changes nothing. */
    public static ApiRequest upload(HttpUrl url, Path file, String type) {
        return new ApiRequest("PUT", url, RequestBody.create(file.toFile(), MediaType.get(type)), Map.of());
    }

    /**
     * A push of metrics.
     *
     * @param body an encoded MetricSet
     * @param snappy whether it is compressed
     */
    public static ApiRequest metrics(HttpUrl url, byte[] body, boolean snappy) {
        ApiRequest push = new ApiRequest("POST", url, RequestBody.create(body, PROTOBUF), key())
                .header("K6-Metrics-Protocol-Version", "2.0");
        return snappy ? push.header("Content-Encoding", "snappy") : push;
    }

    private static Map<String, String> key() {
        return Map.of(KEY, HexFormat.of().toHexDigits(RANDOM.nextLong()));
    }

    /** The same with another header. */
    public ApiRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiRequest(method, url, body, more);
    }

    /** The same with a header {@code Authorization}, which wins over that of the client; as it is for null. */
    public ApiRequest authorized(@Nullable String authorization) {
        return authorization == null ? this : header("Authorization", authorization);
    }

    /** The same without an idempotency key, for what the service does not want it with. */
    public ApiRequest withoutKey() {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(KEY);
        return new ApiRequest(method, url, body, fewer);
    }

    public HttpUrl url() {
        return url;
    }

    /** Length of the body. */
    public int size() {
        try {
            return body == null ? 0 : Math.toIntExact(body.contentLength());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // none of these bodies has to be read for it
        }
    }

    /** The request as it goes out, without what every request carries. */
    public Request.Builder request() {
        Request.Builder request = new Request.Builder().url(url).method(method, body);
        headers.forEach(request::header);
        return request;
    }
}
