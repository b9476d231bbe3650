package dev.stampede.http.apache;

import dev.stampede.Http;
import dev.stampede.http.ClientScope;
import dev.stampede.http.RequestNames;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;

/**
 * Apache's HTTP client (5.6 or newer, classic) for a virtual user: each round trip, redirects, second tries and challenges
 * included, becomes one set of {@code http_req_*} samples with the virtual user's tags, as those of {@link Http} do. All
 * timings are known, and its bytes are in {@code data_sent} and {@code data_received}.
 *
 * <p>A client belongs to one virtual user and its threads. Its connections close with the virtual user.
 */
public final class ApacheHttp {
    private ApacheHttp() {}

    /**
     * In place of {@link HttpClientBuilder#create()}. It has {@link #connections} unless given others; responses may pause
     * for as long as the run's timeout says, 60 s unless set.
     *
     * @param http the virtual user's
     * @throws IllegalArgumentException if it is not a virtual user's
     */
    public static HttpClientBuilder newBuilder(Http http) {
        return newBuilder(http, RequestNames.URLS);
    }

    /**
     * The same with names for groups of requests.
     *
     * @throws IllegalArgumentException if {@code http} is not a virtual user's
     */
    public static HttpClientBuilder newBuilder(Http http, RequestNames names) {
        ClientScope scope = ClientScope.of(http);
        long timeout = scope.options().timeout().toMillis();
        return HttpClientBuilder.create()
                .setConnectionManager(connections(http).build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout, TimeUnit.MILLISECONDS)
                        .build())
                .addExecInterceptorFirst("stampede-call", new CallHandler(scope, names))
                .addExecInterceptorBefore(
                        ChainElement.CONNECT.name(), "stampede-round-trip", new RoundTripHandler(scope));
    }

    /**
     * In place of {@link PoolingHttpClientConnectionManagerBuilder#create()}, for a client that is to have connections with
     * settings of their own. Over any others, {@code connecting}, {@code tls_handshaking} and {@code sending} are 0, {@code
     * waiting} includes the last, and no bytes are counted.
     *
     * @param http the virtual user's
     * @throws IllegalArgumentException if it is not a virtual user's
     */
    public static PoolingHttpClientConnectionManagerBuilder connections(Http http) {
        return new MeasuredConnections(ClientScope.of(http));
    }
}
