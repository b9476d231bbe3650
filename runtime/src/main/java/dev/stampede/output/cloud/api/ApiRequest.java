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
    private static final String ENCODING = "Content-Encoding";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HttpUrl url;
    private final MediaType type;
    private final byte[] body;
    private final Map<String, String> headers;
    private final String key;

    private ApiRequest(HttpUrl url, MediaType type, byte[] body, Map<String, String> headers, String key) {
        this.url = url;
        this.type = type;
        this.body = body;
        this.headers = headers;
        this.key = key;
    }

    public static ApiRequest json(HttpUrl url, byte[] body) {
        return new ApiRequest(url, JSON, body, Map.of(), newKey());
    }

    /**
     * A push of metrics.
     *
     * @param body an encoded MetricSet
     * @param snappy whether it is compressed
     */
    public static ApiRequest metrics(HttpUrl url, byte[] body, boolean snappy) {
        return metrics(url, body, snappy, newKey());
    }

    /**
     * A push of metrics that was made before, maybe by another process.
     *
     * @param key its idempotency key
     */
    public static ApiRequest metrics(HttpUrl url, byte[] body, boolean snappy, String key) {
        return new ApiRequest(
                url,
                PROTOBUF,
                body,
                snappy
                        ? Map.of("K6-Metrics-Protocol-Version", "2.0", ENCODING, "snappy")
                        : Map.of("K6-Metrics-Protocol-Version", "2.0"),
                key);
    }

    private static String newKey() {
        return HexFormat.of().toHexDigits(RANDOM.nextLong());
    }

    /** Its idempotency key. */
    public String key() {
        return key;
    }

    /** Its body; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Media type of the body. */
    public String type() {
        return type.toString();
    }

    /** Whether the body is compressed. */
    public boolean isSnappy() {
        return headers.containsKey(ENCODING);
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
