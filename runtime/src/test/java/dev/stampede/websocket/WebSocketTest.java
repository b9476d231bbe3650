package dev.stampede.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.SystemTag;
import dev.stampede.testing.MeasuredUser;
import dev.stampede.testing.MeasuredUser.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.ByteString;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSockets against a real server. */
@Timeout(30)
class WebSocketTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private final Echo echo = new Echo();
    private final MeasuredUser user = new MeasuredUser();
    private final WebSockets webSockets = new VuWebSockets(user.samples(), user.session());

    @AfterEach
    void close() {
        user.close();
    }

    private String url(String path) {
        return server.url(path).toString().replaceFirst("^http", "ws");
    }

    private WebSocketSession connect() {
        return connect(webSockets);
    }

    private WebSocketSession connect(WebSockets by) {
        server.enqueue(new MockResponse.Builder().webSocketUpgrade(echo).build());
        return by.connect(url("/chat"));
    }

    @Test
    void messages_goBothWaysAndAreCounted() {
        try (WebSocketSession session = connect()) {
            session.send("hello");
            assertThat(session.receive("5s")).isEqualTo(new WebSocketMessage.Text("echo hello"));
            session.send(new byte[] {1, 2});
            assertThat(session.receive(Duration.ofSeconds(5)).bytes()).containsExactly(1, 2);
        }
        Recorded recorded = user.recorded();
        assertThat(recorded.sum("ws_sessions")).isEqualTo(1);
        assertThat(recorded.count("ws_connecting")).isEqualTo(1);
        assertThat(recorded.sum("ws_connecting")).isPositive();
        assertThat(recorded.sum("ws_msgs_sent")).isEqualTo(2);
        assertThat(recorded.sum("ws_msgs_received")).isEqualTo(2);
        assertThat(recorded.count("ws_session_duration")).isEqualTo(1);
        assertThat(recorded.sum("ws_session_duration")).isGreaterThanOrEqualTo(recorded.sum("ws_connecting"));
        assertThat(recorded.count("ws_ping")).isZero();
        assertThat(recorded.count("http_reqs")).isZero();
    }

    @Test
    void samples_carryTheTagsOfTheHandshake() {
        user.tag("group", "::front");
        WebSocketSession session = connect();
        user.tag("group", "::back");
        session.send("hello");
        WebSocketMessage unused = session.receive("5s");
        session.close();

        Recorded recorded = user.recorded();
        Map<String, String> tags =
                Map.of("group", "::front", "name", url("/chat"), "url", url("/chat"), "status", "101", "subproto", "");
        for (String metric :
                Set.of("ws_sessions", "ws_connecting", "ws_msgs_sent", "ws_msgs_received", "ws_session_duration")) {
            assertThat(recorded.tags(metric)).as(metric).isEqualTo(tags);
        }
    }

    @Test
    void nameTagHeaderAndSubprotocol_areSent() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .webSocketUpgrade(echo)
                .addHeader("Sec-WebSocket-Protocol", "v2.chat")
                .build());
        WebSocketSession session = webSockets
                .request(url("/rooms/7"))
                .name("room")
                .tag("size", "small")
                .header("Authorization", "Bearer x")
                .subprotocols("v2.chat", "v1.chat")
                .connect();
        assertThat(session.subprotocol()).isEqualTo("v2.chat");
        session.close();

        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer x");
        assertThat(request.getHeaders().get("Sec-WebSocket-Protocol")).isEqualTo("v2.chat, v1.chat");
        assertThat(request.getHeaders().get("User-Agent")).startsWith("Stampede/");
        assertThat(user.recorded().tags("ws_sessions"))
                .containsEntry("name", "room")
                .containsEntry("url", "room")
                .containsEntry("size", "small")
                .containsEntry("subproto", "v2.chat");
    }

    @Test
    void ipTag_isOfTheServer() {
        Set<SystemTag> tags = EnumSet.copyOf(SystemTag.DEFAULTS);
        tags.add(SystemTag.IP);
        try (MeasuredUser with = new MeasuredUser(HttpOptions.DEFAULTS, tags)) {
            connect(new VuWebSockets(with.samples(), with.session())).close();
            assertThat(with.recorded().tags("ws_sessions")).containsEntry("ip", "127.0.0.1");
        }
    }

    @Test
    void ipTag_isThatOfItsOwnConnection() {
        Set<SystemTag> tags = EnumSet.copyOf(SystemTag.DEFAULTS);
        tags.add(SystemTag.IP);
        try (MeasuredUser with = new MeasuredUser(HttpOptions.DEFAULTS, tags)) {
            server.enqueue(new MockResponse.Builder().build());
            assertThat(with.session().http().get(server.url("/").toString()).status())
                    .isEqualTo(200);
            server.close();
            assertThatThrownBy(
                            () -> new VuWebSockets(with.samples(), with.session()).connect("ws://127.0.0.1:1/nobody"))
                    .isInstanceOf(WebSocketException.class);
            assertThat(with.recorded().tags("ws_sessions")).doesNotContainKey("ip");
        }
    }

    @Test
    void pong_isMeasured() {
        try (WebSocketSession session = connect()) {
            session.ping();
            session.ping();
            // the server answers in order, and both pongs come before the echo
            session.send("after");
            WebSocketMessage unused = session.receive("5s");
        }
        Recorded recorded = user.recorded();
        assertThat(recorded.count("ws_ping")).isEqualTo(2);
        assertThat(recorded.sum("ws_ping")).isPositive();
        assertThat(recorded.tags("ws_ping")).containsEntry("status", "101");
    }

    @Test
    void refusedHandshake_throwsAndIsASessionAllTheSame() {
        server.enqueue(new MockResponse.Builder().code(403).body("no").build());
        assertThatThrownBy(() -> webSockets.connect(url("/chat")))
                .isInstanceOfSatisfying(
                        WebSocketException.class, e -> assertThat(e.status()).isEqualTo(403))
                .hasMessage("WebSocket " + url("/chat") + " was not opened: bad handshake: the server answered 403");
        Recorded recorded = user.recorded();
        assertThat(recorded.sum("ws_sessions")).isEqualTo(1);
        assertThat(recorded.count("ws_connecting")).isEqualTo(1);
        assertThat(recorded.tags("ws_sessions")).containsEntry("status", "403").containsEntry("subproto", "");
        assertThat(recorded.count("ws_session_duration")).isZero();
        assertThat(user.samples().lastCall().describe()).isEqualTo("GET " + url("/chat") + " -> 403");
    }

    @Test
    void serverThatIsNotThere_throwsAndHasNoStatus() {
        String url = url("/chat");
        server.close();
        assertThatThrownBy(() -> webSockets.connect(url))
                .isInstanceOf(WebSocketException.class)
                .hasMessage("WebSocket " + url + " was not opened: dial: connection refused");
        assertThat(user.recorded().tags("ws_sessions"))
                .containsEntry("url", url)
                .doesNotContainKeys("status", "subproto");
    }

    @Test
    void slowHandshake_timesOut() {
        server.enqueue(new MockResponse.Builder()
                .webSocketUpgrade(echo)
                .headersDelay(1, TimeUnit.MINUTES)
                .build());
        assertThatThrownBy(() -> webSockets
                        .request(url("/chat"))
                        .timeout(Duration.ofMillis(200))
                        .connect())
                .isInstanceOf(WebSocketException.class)
                .hasMessageEndingWith("was not opened: request timeout");
    }

    @Test
    void closing_saysGoodbye() throws Exception {
        WebSocketSession session = connect();
        session.close(4001, "had enough");
        assertThat(echo.heard.poll(5, TimeUnit.SECONDS)).isEqualTo("closing 4001 had enough");
        assertThat(session.isOpen()).isFalse();
        assertThatThrownBy(() -> session.send("late"))
                .isInstanceOf(WebSocketException.class)
                .hasMessage("WebSocket " + url("/chat") + " has ended: it was closed");
        session.close();
        assertThat(user.recorded().count("ws_session_duration")).isEqualTo(1);
    }

    @Test
    void impossibleGoodbyes_areRefused() {
        WebSocketSession session = connect();
        assertThatThrownBy(() -> session.close(1005, "x"))
                .hasMessage("close code must be 1000, 1001, .. or 3000 to 4999, but was 1005");
        assertThatThrownBy(() -> session.close(1000, "x".repeat(124)))
                .hasMessageStartingWith("the reason must have at most 123 bytes");
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void closeByTheServer_endsTheSessionAfterItsMessages() {
        WebSocketSession session = connect();
        session.send("one");
        session.send("goodbye");
        Awaitility.await().until(() -> !session.isOpen());
        assertThat(session.receive("5s").text()).isEqualTo("echo one");
        assertThat(session.poll(Duration.ofSeconds(5))).isEmpty();
        assertThatThrownBy(() -> session.receive("5s"))
                .isInstanceOf(WebSocketException.class)
                .hasMessage("WebSocket " + url("/chat") + " has ended: the server closed it with 4000 (enough)");
        assertThat(user.recorded().count("ws_session_duration")).isEqualTo(1);
    }

    @Test
    void lostConnection_endsTheWait() {
        WebSocketSession session = connect();
        session.send("crash");
        assertThatThrownBy(() -> session.receive("20s"))
                .isInstanceOf(WebSocketException.class)
                .hasMessageStartingWith("WebSocket " + url("/chat") + " has ended: the connection was lost");
        assertThat(user.recorded().count("ws_session_duration")).isEqualTo(1);
    }

    @Test
    void messageThatDoesNotCome_isToldByTheTimeout() {
        try (WebSocketSession session = connect()) {
            assertThatThrownBy(() -> session.receive("10ms"))
                    .isInstanceOf(WebSocketException.class)
                    .hasMessage("WebSocket " + url("/chat") + ": no message came within 10ms");
            assertThat(session.poll(Duration.ZERO)).isEmpty();
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void compressedMessages_areSmallOnTheWire() {
        server.enqueue(new MockResponse.Builder()
                .webSocketUpgrade(echo)
                .addHeader(
                        "Sec-WebSocket-Extensions",
                        "permessage-deflate; client_no_context_takeover; server_no_context_takeover")
                .build());
        String text = "long ".repeat(20_000);
        try (WebSocketSession session =
                webSockets.request(url("/chat")).compressed().connect()) {
            session.send(text);
            assertThat(session.receive("5s").text()).isEqualTo("echo " + text);
        }
        user.session().emitData();
        assertThat(user.recorded().sum("data_sent")).isLessThan(10_000);
    }

    @Test
    void bytes_areCounted() {
        try (WebSocketSession session = connect()) {
            session.send("x".repeat(50_000));
            WebSocketMessage unused = session.receive("5s");
        }
        user.session().emitData();
        Recorded recorded = user.recorded();
        assertThat(recorded.sum("data_sent")).isBetween(50_000.0, 51_000.0);
        assertThat(recorded.sum("data_received")).isBetween(50_000.0, 51_000.0);
    }

    @Test
    void messagesThatNobodyTakes_areCountedAndHeldBack() {
        try (WebSocketSession session = connect()) {
            for (int i = 0; i < 2000; i++) {
                session.send("m");
            }
            Awaitility.await().until(() -> echo.heard.size() == 2000);
            for (int i = 0; i < 2000; i++) {
                assertThat(session.receive("5s").text()).isEqualTo("echo m");
            }
        }
        assertThat(user.recorded().sum("ws_msgs_received")).isEqualTo(2000);
    }

    @Test
    void sessionThatIsLeftOpen_endsWithTheIteration() throws Exception {
        user.session().beforeIteration();
        WebSocketSession session = connect();
        user.session().endIteration();
        assertThat(session.isOpen()).isFalse();
        assertThat(echo.heard.poll(5, TimeUnit.SECONDS)).isEqualTo("closing 1001 ");
        assertThat(user.recorded().count("ws_session_duration")).isEqualTo(1);
    }

    @Test
    void sessionFromBeforeTheFirstIteration_lastsAsLongAsItsUser() {
        WebSocketSession session = connect();
        user.session().beforeIteration();
        user.session().endIteration();
        assertThat(session.isOpen()).isTrue();
        user.session().endUser();
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void sessionThatTheServerEnded_isRecordedWithinTheIteration() {
        for (int i = 0; i < 50; i++) {
            user.session().beforeIteration();
            WebSocketSession session = connect();
            session.send("goodbye");
            while (session.isOpen()) {
                Thread.onSpinWait();
            }
            // its reader may be about to record
            user.session().endIteration();
            assertThat(user.recorded().count("ws_session_duration")).isEqualTo(1);
            assertThat(isRead(session)).isFalse();
        }
    }

    @Test
    void readerThatWaitsForSomebody_endsWithTheIteration() throws Exception {
        user.session().beforeIteration();
        WebSocketSession session = connect();
        for (int i = 0; i < 1100; i++) {
            session.send("m");
        }
        Awaitility.await().until(() -> echo.heard.size() == 1100);
        session.send("crash");
        assertThat(echo.gone.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> {
                    while (true) {
                        session.send("m");
                    }
                })
                .isInstanceOf(WebSocketException.class);
        user.session().endIteration();
        assertThat(isRead(session)).isFalse();
        assertThat(user.recorded().count("ws_session_duration")).isEqualTo(1);
    }

    private static boolean isRead(WebSocketSession session) {
        return ((Conversation) session).reader.isAlive();
    }

    @Test
    void interrupt_reachesWhoWaitsToWrite() throws Exception {
        CompletableFuture<WebSocketSession> opened = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (DeafServer deaf = new DeafServer()) {
            Thread thread = Thread.ofVirtual().start(() -> {
                try (MeasuredUser other = new MeasuredUser();
                        WebSocketSession session =
                                new VuWebSockets(other.samples(), other.session()).connect(deaf.url())) {
                    opened.complete(session);
                    deaf.awaitStuck();
                    while (true) {
                        session.send("hello");
                    }
                } catch (Throwable e) {
                    thrown.complete(e);
                }
            });
            WebSocketSession session = opened.get(5, TimeUnit.SECONDS);
            // for the reader, as a rule, which is stuck with its answers
            Awaitility.await()
                    .until(() -> thread.getState() == Thread.State.WAITING
                            && Arrays.stream(thread.getStackTrace())
                                    .anyMatch(frame -> frame.getClassName().equals(Frames.class.getName())));
            thread.interrupt();
            assertThat(thrown.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted");
            thread.join();
            assertThat(isRead(session)).isFalse();
        }
    }

    @Test
    void interrupt_endsTheSession() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CountDownLatch opened = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            try (MeasuredUser other = new MeasuredUser();
                    WebSocketSession session = connect(new VuWebSockets(other.samples(), other.session()))) {
                opened.countDown();
                WebSocketMessage unused = session.receive("1m");
            } catch (CancellationException e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("not interrupted"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        assertThat(opened.await(5, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(thrown.get(5, TimeUnit.SECONDS))
                .isInstanceOf(CancellationException.class)
                .hasMessage("interrupted");
        assertThat(echo.heard.poll(5, TimeUnit.SECONDS)).isEqualTo("closing 1001 ");
    }

    @Test
    void foreignThread_isRefused() throws Exception {
        WebSocketSession session = connect();
        CompletableFuture<Throwable> sent = new CompletableFuture<>();
        CompletableFuture<Throwable> opened = new CompletableFuture<>();
        Thread.ofVirtual().name("somebody").start(() -> {
            sent.complete(thrownBy(() -> session.send("x")));
            opened.complete(thrownBy(() -> webSockets.connect(url("/chat")).close()));
        });
        String owner = Thread.currentThread().getName();
        assertThat(sent.get(5, TimeUnit.SECONDS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The WebSocket " + url("/chat") + " belongs to the thread of its virtual user (" + owner
                        + "), but was used on somebody.");
        assertThat(opened.get(5, TimeUnit.SECONDS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The WebSockets of a virtual user belong to its thread (" + owner + "), but " + url("/chat")
                        + " was opened on somebody.");
    }

    private static Throwable thrownBy(Runnable body) {
        try {
            body.run();
            return new AssertionError("nothing was thrown");
        } catch (Throwable e) {
            return e;
        }
    }

    @Test
    void afterManySessions_nothingIsLeft() {
        for (int i = 0; i < 20; i++) {
            connect().close();
        }
        assertThat(user.session().dialer().connectionPool().connectionCount()).isZero();
    }

    @Test
    void urlsThatAreNone_areRefused() {
        assertThatThrownBy(() -> webSockets.connect("http://localhost/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("WebSocket requires url with scheme ws or wss, but got \"http\"");
        assertThatThrownBy(() -> webSockets.connect("ws://localhost/#x"))
                .hasMessage("WebSocket requires no url fragment, but got \"x\"");
        assertThatThrownBy(() -> webSockets.connect("ws://me:secret@localhost/"))
                .hasMessage("malformed ws or wss URL: a host and no user name is wanted; say who you are in a header");
        assertThatThrownBy(() -> webSockets.connect("ws://local host/"))
                .hasMessageStartingWith("WebSocket requires valid url, but got \"ws://local host/\" which resulted in");
        assertThat(user.recorded().series()).isEmpty();
    }

    @Test
    void text_ofABinaryMessageIsUtf8() {
        WebSocketMessage.Text text = new WebSocketMessage.Text("grüß");
        assertThat(new WebSocketMessage.Binary(ByteString.of(text.bytes())).text())
                .isEqualTo("grüß");
        assertThat(text.bytes()).isEqualTo("grüß".getBytes(StandardCharsets.UTF_8));
    }
}
