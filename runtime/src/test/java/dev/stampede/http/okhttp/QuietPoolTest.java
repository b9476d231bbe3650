package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import okhttp3.ConnectionPool;
import org.junit.jupiter.api.Test;

class QuietPoolTest {

    /** Fails when an upgrade of OkHttp changes what QuietPool takes of its inside: requests would then cost twice as much. */
    @Test
    void quietPool_isUsedWithThisOkHttp() {
        assertThat(QuietPool.isQuiet()).isTrue();
    }

    @Test
    void idleConnectionsBeyondTheLimit_areClosed() throws Exception {
        RawServer.Script answers = connection -> {
            while (connection.readRequest(0)) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        };
        List<RawServer> servers = new ArrayList<>();
        ConnectionPool pool;
        try (VirtualUser vu = new VirtualUser()) {
            assertThat(vu.client()).isNotNull(); // with it all goes over OkHttp
            for (int i = 0; i < 25; i++) {
                RawServer server = new RawServer(answers);
                servers.add(server);
                assertThat(vu.http().get(server.url()).status()).isEqualTo(200);
            }
            vu.session.emitData();
            pool = vu.client().connectionPool();
            assertThat(pool.connectionCount()).isEqualTo(20);
        } finally {
            for (RawServer server : servers) {
                server.close();
            }
        }
        assertThat(pool.connectionCount()).isZero();
    }
}
