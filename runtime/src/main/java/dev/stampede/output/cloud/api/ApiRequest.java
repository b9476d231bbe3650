package dev.stampede.output.cloud.api;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * One logical request that changes something: however often it is sent, its body and its idempotency key stay the same.
 * Immutable.
 */
public final class ApiRequest {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HttpUrl url;
    private final MediaType type;
    private final byte[] body;
    private final Map<String, String> headers;
    private final String key = HexFormat.of().toHexDigits(RANDOM.nextLong());

    private ApiRequest(HttpUrl url, MediaType type, byte[] body, Map<String, String> headers) {
        this.url = url;
        this.type = type;
        this.body = body;
        this.headers = headers;
    }

    public static ApiRequest json(HttpUrl url, byte[] body) {
        return new ApiRequest(url, JSON, body, Map.of());
    }

    /**
     * A push of metrics.
     *
     * @param body an encoded MetricSet
     * @param snappy whether it is compressed
     */
    public static ApiRequest metrics(HttpUrl url, byte[] body, boolean snappy) {
        return new ApiRequest(
                url,
                PROTOBUF,
                body,
                snappy
                        ? Map.of("K6-Metrics-Protocol-Version", "2.0", "Content-Encoding", "snappy")
                        : Map.of("K6-Metrics-Protocol-Version", "2.0"));
    }

    /** Length of the body. */
    public int size() {
        return body.length;
    }

    /** The request as it goes out, without what every request carries. */
    public Request.Builder request() {
        Request.Builder request =
                new Request.Builder().url(url).header("K6-Idempotency-Key", key).post(RequestBody.create(body, type));
        headers.forEach(request::header);
        return request;
    }
}
