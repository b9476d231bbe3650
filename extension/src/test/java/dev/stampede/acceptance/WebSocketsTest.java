package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import dev.stampede.sse.EventStream;
import dev.stampede.sse.ServerSentEvents;
import dev.stampede.websocket.WebSocketSession;
import dev.stampede.websocket.WebSockets;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets and server-sent events as parameters, with the real engine of JUnit. */
class WebSocketsTest {
    private static final Dispatcher ANSWERS = new Dispatcher() {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            return "/events".equals(request.getUrl().encodedPath())
                    ? new MockResponse.Builder()
                            .addHeader("Content-Type", "text/event-stream")
                            .body("data: one\n\n")
                            .build()
                    : new MockResponse.Builder().webSocketUpgrade(new Echo()).build();
        }
    };

    private static final List<Double> sessions = new CopyOnWriteArrayList<>();

    private static MockWebServer server = new MockWebServer();

    /** Says everything back. */
    private static final class Echo extends WebSocketListener {
        @Override
        public void onMessage(WebSocket socket, String text) {
            socket.send(text);
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(code, reason);
        }
    }

    @BeforeEach
    void open() throws IOException {
        sessions.clear();
        server = new MockWebServer();
        server.setDispatcher(ANSWERS);
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String url() {
        return server.url("/chat").toString().replaceFirst("^http", "ws");
    }

    @Test
    void eachVirtualUser_hasItsOwn() throws Exception {
        Jupiter.passes(Chat.class, 1);

        // one of each virtual user, one of each iteration
        assertThat(sessions).containsExactly(6.0);
    }

    static class Chat {
        private WebSocketSession lasting;

        @BeforeVu
        void login(WebSockets webSockets) {
            lasting = webSockets.connect(url());
        }

        @LoadTest(vus = 2, iterations = 4)
        @CsvSource({"hello", "bye"})
        @Threshold(metric = "checks", value = "rate==1")
        @Threshold(metric = "ws_msgs_received", value = "count==8")
        @Threshold(metric = "ws_session_duration", value = "min>0")
        void chat(Vu vu, WebSockets webSockets, ServerSentEvents events, String word) {
            lasting.send(word);
            vu.check("lasting", lasting.receive("5s").text().equals(word));
            try (WebSocketSession session = webSockets.connect(url());
                    EventStream stream = events.open(server.url("/events").toString())) {
                session.send(word);
                vu.check("echo", session.receive("5s").text().equals(word));
                vu.check("event", stream.next().isPresent());
            }
        }

        @AfterRun
        void keep(RunResult result) {
            sessions.add(result.value("ws_sessions", "count"));
        }
    }
}
