package dev.stampede.websocket;

import java.time.Duration;

/** How a WebSocket is to be opened. Each method changes it and returns it. Belongs to the thread of its virtual user. */
public interface WebSocketRequest {

    /** Adds a header to the handshake. */
    WebSocketRequest header(String name, String value);

    /** Offers sub-protocols, the best first; which one the server has chosen is the tag {@code subproto}. Default none. */
    WebSocketRequest subprotocols(String... names);

    /** Stands for the URL in the tags {@code name} and {@code url}: for URLs with ids in them. */
    WebSocketRequest name(String name);

    /** Adds a tag to all samples of the session. */
    WebSocketRequest tag(String key, String value);

    /** Offers to compress messages ({@code permessage-deflate}). Default not. (k6: {@code compression: 'deflate'}.) */
    WebSocketRequest compressed();

    /** Limit of connecting, handshake included; zero means none. Default 60 s, as k6's. */
    WebSocketRequest timeout(Duration limit);

    /**
     * Connects. All samples of the session carry the tags that the virtual user has now.
     *
     * @throws WebSocketException if it cannot be reached, or answers anything but 101
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, which stays set; nothing is recorded
     */
    WebSocketSession connect();
}
