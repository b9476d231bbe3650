package dev.stampede.http.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.http.HeaderList;
import dev.stampede.http.Payload;
import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.TransportRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectTransportTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String SLOW = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void keptConnectionThatTakesNothing_isNotAskedForAnAnswer(String method) throws Exception {
        FakeSocket first = new FakeSocket(1, OK, SLOW);
        Queue<FakeSocket> sockets = new ArrayDeque<>(List.of(first, new FakeSocket(1, OK)));
        Dialer dialer = (url, trace, watch) -> sockets.remove().line();
        DirectTransport transport = new DirectTransport(dialer, new KeptConnections(0, 0), false);
        TransportRequest request = new TransportRequest(
                method,
                HttpUrl.get("http://shop.invalid/"),
                new HeaderList(),
                method.equals("POST") ? Payload.of("x") : null,
                true,
                TransportRequest.NO_DEADLINE);
        for (int i = 0; i < 2; i++) {
            RoundTripTrace trace = new RoundTripTrace();
            trace.begin(System.nanoTime());
            assertThat(transport.roundTrip(request, trace).status()).isEqualTo(200);
        }
        assertThat(first.isClosed()).isTrue();
        assertThat(sockets).isEmpty();
    }
}
