package dev.stampede.output.cloud.traces;

import dev.stampede.output.cloud.api.ErrorText;
import dev.stampede.output.cloud.api.SentSecrets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.TlsVersion;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Calls one unary method of a gRPC service: a POST over HTTP/2 whose body is one message, and whose outcome is in the
 * trailers. Over TLS 1.3, or without any TLS where the URL says so. Thread-safe.
 */
final class UnaryGrpc implements AutoCloseable {
    private static final MediaType PROTO = MediaType.get("application/grpc+proto");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final OkHttpClient client;
    private final Request template;
    private final SentSecrets secrets;

    /**
     * A client with connections of its own.
     *
     * @param base what proxies and certificates are taken from
     * @param host where the service is
     * @param method {@code <package>.<service>/<method>}
     * @param testRunId run that the calls are about
     * @param token access token; null for none
     */
    UnaryGrpc(OkHttpClient base, HttpUrl host, String method, String testRunId, @Nullable String token) {
        OkHttpClient.Builder builder = base.newBuilder()
                .connectionPool(new ConnectionPool())
                .dispatcher(new Dispatcher())
                .retryOnConnectionFailure(true) // a kept connection may have gone; what was answered is not sent again
                .followRedirects(false)
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO);
        client = host.isHttps()
                ? builder.connectionSpecs(List.of(new ConnectionSpec.Builder(ConnectionSpec.RESTRICTED_TLS)
                                .tlsVersions(TlsVersion.TLS_1_3)
                                .build()))
                        .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                        .build()
                : builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                        .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                        .build();
        Request.Builder request = new Request.Builder()
                .url(host.newBuilder().addPathSegments(method).build())
                .header("TE", "trailers")
                .header("grpc-accept-encoding", "identity")
                .header("User-Agent", "k6cloud/2.2.0")
                .header("X-K6TestRun-Id", testRunId);
        if (token != null) {
            request.header("Authorization", "Token " + token);
        }
        template = request.build();
        secrets = SentSecrets.of(template);
    }

    /** Makes a call and waits for its outcome. */
    GrpcStatus call(byte[] message, Duration most) {
        GrpcStatus status = outcome(message, most);
        return new GrpcStatus(status.code(), ErrorText.cut(secrets.masked(status.message())));
    }

    private GrpcStatus outcome(byte[] message, Duration most) {
        Call call = client.newCall(template.newBuilder()
                .header("grpc-timeout", most.toMillis() + "m")
                .post(new Frame(message))
                .build());
        call.timeout().timeout(most.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            if (response.protocol() != Protocol.HTTP_2 && response.protocol() != Protocol.H2_PRIOR_KNOWLEDGE) {
                return new GrpcStatus(GrpcStatus.UNIMPLEMENTED, "the host speaks " + response.protocol() + " only");
            }
            long unused = response.body().source().readAll(Okio.blackhole()); // what was stored says nothing new
            return GrpcStatus.of(response);
        } catch (IOException e) {
            return GrpcStatus.of(e, call.isCanceled());
        } catch (RuntimeException e) { // of OkHttp, for which HTTP is broken here in a way it does not expect
            return new GrpcStatus(GrpcStatus.UNAVAILABLE, "the reply is no HTTP: " + e);
        }
    }

    /** Ends the calls that are under way. */
    void cancelAll() {
        client.dispatcher().cancelAll();
    }

    /** Ends calls and closes connections. */
    @Override
    public void close() {
        cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /** A message that is not compressed, behind its length. */
    private static final class Frame extends RequestBody {
        private final byte[] message;

        Frame(byte[] message) {
            this.message = message;
        }

        @Override
        public MediaType contentType() {
            return PROTO;
        }

        @Override
        public long contentLength() {
            return 5L + message.length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeByte(0).writeInt(message.length).write(message);
        }
    }
}
