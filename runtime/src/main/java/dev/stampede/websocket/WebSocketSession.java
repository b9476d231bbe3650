package dev.stampede.websocket;

import java.time.Duration;
import java.util.Optional;

/**
 * An open WebSocket. Messages are read as they come, pings of the server are answered, also while the virtual user does
 * something else: each message is a {@code ws_msgs_received} sample when it comes, whether it is taken or not. Up to 1024
 * messages wait; then nothing is read until one is taken.
 *
 * <p>It ends when it is closed by either side, at the latest with the iteration (with the virtual user, if it was opened before
 * the first), or when that is interrupted; then its length becomes a {@code ws_session_duration} sample.
 *
 * <p>Belongs to the thread of its virtual user. An interrupt while it waits closes it and shows as {@link
 * java.util.concurrent.CancellationException}; the interrupt stays set.
 */
public interface WebSocketSession extends AutoCloseable {

    /** The sub-protocol that the server has chosen; empty when there is none. */
    String subprotocol();

    /** A header of the server's handshake. */
    Optional<String> header(String name);

    /**
     * Sends a text and returns when it is written: a {@code ws_msgs_sent} sample.
     *
     * @throws WebSocketException if the session has ended
     */
    void send(String text);

    /**
     * Sends a binary message and returns when it is written: a {@code ws_msgs_sent} sample.
     *
     * @throws WebSocketException if the session has ended
     */
    void send(byte[] bytes);

    /**
     * Sends a ping, and waits for nothing: when its pong comes while the session lasts, the time between is a {@code ws_ping}
     * sample.
     *
     * @throws WebSocketException if the session has ended
     */
    void ping();

    /**
     * Takes the next message.
     *
     * @param timeout such as {@code "2s"}
     * @throws WebSocketException if none comes in time, or the session has ended and all were taken
     */
    WebSocketMessage receive(String timeout);

    /** The same with a {@link Duration}. */
    WebSocketMessage receive(Duration timeout);

    /**
     * Takes the next message, if one comes in time.
     *
     * @param timeout zero or less does not wait
     * @return empty if none came, or the session has ended and all were taken
     */
    Optional<WebSocketMessage> poll(Duration timeout);

    /** Whether neither side has closed it. Messages may wait even when it has ended. */
    boolean isOpen();

    /** Says goodbye with 1000 (normal closure) and closes at once. Does nothing when it has ended. */
    @Override
    void close();

    /**
     * Says goodbye and closes at once, without waiting for the server's goodbye, as k6 does. Does nothing when it has ended.
     *
     * @param code 1000, 1001, … or 3000 to 4999
     * @param reason at most 123 bytes; may be empty
     * @throws IllegalArgumentException if code or reason must not be sent
     */
    void close(int code, String reason);
}
