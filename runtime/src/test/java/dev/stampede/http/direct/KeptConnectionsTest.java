package dev.stampede.http.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class KeptConnectionsTest {
    private final List<FakeSocket> sockets = new ArrayList<>();

    private void keep(KeptConnections kept, String... urls) throws IOException {
        for (String url : urls) {
            FakeSocket socket = new FakeSocket(0);
            sockets.add(socket);
            kept.keep(new Connection(HttpUrl.get(url), socket.line()));
        }
    }

    private List<Integer> closed() {
        List<Integer> closed = new ArrayList<>();
        for (int i = 0; i < sockets.size(); i++) {
            if (sockets.get(i).isClosed()) {
                closed.add(i);
            }
        }
        return closed;
    }

    @Test
    void oldestOfASite_isClosedWhenItHasTooMany() throws Exception {
        KeptConnections kept = new KeptConnections(0, 2);
        keep(kept, "http://a.test/", "http://b.test/", "http://a.test/", "https://a.test/", "http://a.test:81/");
        assertThat(closed()).isEmpty();
        keep(kept, "http://a.test/x");
        assertThat(closed()).containsExactly(0);
        keep(kept, "http://a.test/y");
        assertThat(closed()).containsExactly(0, 2);
    }

    @Test
    void oldestOfAll_isClosedWhenThereAreTooMany() throws Exception {
        KeptConnections kept = new KeptConnections(3, 2);
        keep(kept, "http://a.test/", "http://b.test/", "http://c.test/", "http://d.test/");
        assertThat(closed()).containsExactly(0);
        keep(kept, "http://d.test/");
        assertThat(closed()).containsExactly(0, 1);
        keep(kept, "http://d.test/"); // that is one too many of d, and no more in all
        assertThat(closed()).containsExactly(0, 1, 3);
    }

    @Test
    void zero_isNoLimit() throws Exception {
        KeptConnections kept = new KeptConnections(0, 0);
        for (int i = 0; i < 100; i++) {
            keep(kept, "http://a.test/");
        }
        assertThat(closed()).isEmpty();
    }
}
