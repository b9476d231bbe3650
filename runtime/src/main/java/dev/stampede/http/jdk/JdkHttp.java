package dev.stampede.http.jdk;

import dev.stampede.Http;
import dev.stampede.http.ClientScope;
import dev.stampede.http.RequestNames;
import java.net.http.HttpClient;

/**
 * The JDK's HTTP client for a virtual user: each round trip, redirects included, becomes one set of {@code http_req_*}
 * samples with the virtual user's tags, as those of {@link Http} do.
 *
 * <p>What is known of its timings: {@code http_req_waiting} is from the beginning, looking up and connecting included, to
 * the response's headers; {@code http_req_receiving} is from there to the end of the body. {@code blocked}, {@code
 * connecting}, {@code tls_handshaking} and {@code sending} are 0, and its bytes are not in {@code data_sent} and {@code
 * data_received}. A second try of the client's own, as its {@code Authenticator} makes, shows as part of one round trip.
 *
 * <p>A client belongs to one virtual user and its threads; {@code sendAsync} sends at once and on the calling thread, and a
 * body that is read as a stream is read where it was asked for. It opens no WebSockets: {@link
 * dev.stampede.websocket.WebSockets} does. It ends with its virtual user, or before, when it is closed or nobody holds it any
 * more. Each has a thread of its own, which the JDK gives every client: make one per virtual user, not one per iteration; for
 * thousands of virtual users {@code Http} or OkHttp cost less.
 */
public final class JdkHttp {
    private JdkHttp() {}

    /**
     * In place of {@link HttpClient#newBuilder()}. Requests without a timeout get the run's, 60 s unless set. Unless an executor is set, a
     * client's tasks run on virtual threads.
     *
     * @param http the virtual user's
     * @throws IllegalArgumentException if it is not a virtual user's
     */
    public static HttpClient.Builder newBuilder(Http http) {
        return newBuilder(http, RequestNames.URLS);
    }

    /**
     * The same with names for groups of requests.
     *
     * @throws IllegalArgumentException if {@code http} is not a virtual user's
     */
    public static HttpClient.Builder newBuilder(Http http, RequestNames names) {
        return new MeasuredBuilder(ClientScope.of(http), names);
    }
}
