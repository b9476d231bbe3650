package dev.stampede.results.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.results.wire.BodyBudget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies of many callers at once have a bound together: whoever comes beyond it is told to come again. */
@Timeout(60)
class BodyMemoryTest {
    private static final int MOST = 1 << 20;
    private static final int ALL = 2 * MOST;

    private final BodyBudget memory = new BodyBudget(ALL);
    private final Semaphore came = new Semaphore(0);
    private final CountDownLatch turn = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        Routes routes = new Routes()
                .add("POST", "/waits", Routes.Access.OPEN, request -> {
                    int length = request.body(MOST).length;
                    came.release();
                    try {
                        turn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Response.json(202, java.util.Map.of("length", length));
                })
                .add("POST", "/fails", Routes.Access.OPEN, request -> {
                    throw new IllegalStateException(request.body(MOST).length + " bytes");
                });
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = Server.start(address, "", routes, Clock.systemUTC(), memory);
    }

    @AfterEach
    void stop() {
        turn.countDown();
        client.close();
        server.close();
    }

    private CompletableFuture<HttpResponse<String>> post(String path, int bytes) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + server.address().getPort() + path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void bodiesBeyondTheBound_areToldToComeAgainAndTakenThen() throws Exception {
        CompletableFuture<HttpResponse<String>> first = post("/waits", MOST);
        CompletableFuture<HttpResponse<String>> second = post("/waits", MOST - 100);
        came.acquire(2);
        assertThat(memory.held()).isEqualTo(ALL - 100);

        for (int i = 0; i < 20; i++) {
            HttpResponse<String> refused = post("/waits", 101).get();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .isEqualTo("{\"error\":{\"code\":0,\"message\":\"the service has more bodies to take than go into"
                            + " its memory, 2097152 bytes; try again in a moment\"}}");
        }
        assertThat(memory.held()).isEqualTo(ALL - 100);
        CompletableFuture<HttpResponse<String>> small = post("/waits", 100);
        came.acquire();

        turn.countDown();
        assertThat(first.get().statusCode()).isEqualTo(202);
        assertThat(second.get().body()).isEqualTo("{\"length\":" + (MOST - 100) + "}");
        assertThat(small.get().statusCode()).isEqualTo(202);
        assertThat(post("/waits", 101).get().statusCode()).isEqualTo(202);
        assertThat(memory.held()).isZero();
    }

    @Test
    void bodiesThatAreRefusedOrFail_giveTheirBytesBack() throws Exception {
        assertThat(post("/waits", MOST + 1).get().statusCode()).isEqualTo(413);
        assertThat(post("/fails", MOST).get().statusCode()).isEqualTo(500);
        assertThat(memory.held()).isZero();
    }
}
