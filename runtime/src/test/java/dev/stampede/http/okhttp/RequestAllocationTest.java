package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.metrics.Allocations;
import dev.stampede.testing.AllowedBytes;
import org.junit.jupiter.api.Test;

class RequestAllocationTest {
    private static final int REQUESTS = 500;
    private static final int ROUNDS = 20;

    @Test
    void plainGetOverAKeptConnection_allocatesLittle() throws Exception {
        try (RawServer server = new RawServer(connection -> {
                    while (connection.readRequest(0)) {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                VirtualUser vu = new VirtualUser()) {
            Http http = vu.http();
            String url = server.url();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long all = Allocations.of(() -> {
                    for (int i = 0; i < REQUESTS; i++) {
                        http.get(url);
                    }
                });
                least = Math.min(least, all / REQUESTS);
            }
            assertThat(least)
                    .isLessThan(AllowedBytes.PLAIN_GET); // what the compiler has not seen often enough allocates more
        }
    }
}
