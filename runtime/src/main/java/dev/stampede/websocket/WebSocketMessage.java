package dev.stampede.websocket;

import okio.ByteString;

/** What a server sent. Immutable. */
public sealed interface WebSocketMessage {

    /** As a text; the bytes of a binary message are taken for UTF-8. */
    String text();

    /** As bytes; a text is encoded as UTF-8. */
    byte[] bytes();

    /** A text message. */
    record Text(String text) implements WebSocketMessage {
        @Override
        public byte[] bytes() {
            return ByteString.encodeUtf8(text).toByteArray();
        }
    }

    /** A binary message. */
    record Binary(ByteString content) implements WebSocketMessage {
        @Override
        public String text() {
            return content.utf8();
        }

        @Override
        public byte[] bytes() {
            return content.toByteArray();
        }
    }
}
