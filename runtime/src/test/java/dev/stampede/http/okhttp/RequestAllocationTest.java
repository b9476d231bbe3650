package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.Allocations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestAllocationTest {
    private static final int REQUESTS = 500;
    private static final int ROUNDS = 20;

    /** Bytes. It is near 1,200 with OpenJDK 25; the rest is for other versions. */
    private static final long MOST = 2_000;

    /** The same over OkHttp, whose own is nearly all of it. */
    private static final long MOST_OVER_OKHTTP = 10_000;

    @ParameterizedTest
    @CsvSource({"true, " + MOST, "false, " + MOST_OVER_OKHTTP})
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
