package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.Allocations;
import dev.stampede.testing.AllowedBytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestAllocationTest {
    private static final int REQUESTS = 500;
    private static final int ROUNDS = 20;

    @ParameterizedTest
    @CsvSource({"true, " + AllowedBytes.PLAIN_GET, "false, " + AllowedBytes.PLAIN_GET_OVER_OKHTTP})
    void plainGetOverAKeptConnection_allocatesLittle(boolean direct, long most) throws Exception {
        try (RawServer server = new RawServer(connection -> {
                    while (connection.readRequest(0)) {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                VirtualUser vu = new VirtualUser(HttpOptions.DEFAULTS, direct)) {
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
            assertThat(least).isLessThan(most); // what the compiler has not seen often enough allocates more
        }
    }
}
