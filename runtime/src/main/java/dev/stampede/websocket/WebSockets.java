package dev.stampede.websocket;

/**
 * Opens WebSockets of a virtual user. Each attempt to connect is a {@code ws_sessions} and a {@code ws_connecting} sample, also
 * when it fails. A load test takes it as a parameter.
 *
 * <pre>{@code
 * try (WebSocketSession chat = webSockets.connect("wss://chat.example.com/rooms/1")) {
 *     chat.send("hello");
 *     vu.check("echoes", chat.receive("2s").text().equals("hello"));
 * }
 * }</pre>
 *
 * <p>Belongs to the thread of its virtual user. (k6: {@code k6/websockets}.)
 */
public interface WebSockets {

    /**
     * A connection to be refined and made.
     *
     * @param url {@code ws://..} or {@code wss://..}
     * @throws IllegalArgumentException if it is not a URL of a WebSocket
     */
    WebSocketRequest request(String url);

    /**
     * Connects.
     *
     * @throws IllegalArgumentException if it is not a URL of a WebSocket
     * @throws WebSocketException if it cannot be reached, or answers anything but 101
     */
    default WebSocketSession connect(String url) {
        return request(url).connect();
    }
}
