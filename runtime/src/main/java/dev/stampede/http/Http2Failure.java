package dev.stampede.http;

import java.io.IOException;

/** HTTP/2 ended a stream or a whole connection. */
public final class Http2Failure extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String[] NAMES = {
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY",
        "HTTP_1_1_REQUIRED"
    };

    /** What was ended, and by whom. */
    public enum Scope {
        /** The server said it takes no more requests on this connection. */
        GO_AWAY(1610, "received GoAway"),
        /** The stream was reset. */
        STREAM(1630, "stream error"),
        /** The connection broke the protocol. */
        CONNECTION(1650, "connection error");

        private final int code;
        private final String text;

        Scope(int code, String text) {
            this.code = code;
            this.text = text;
        }
    }

    private final Scope scope;
    private final int errorCode;

    /**
     * A failure.
     *
     * @param errorCode as of RFC 9113, section 7; -1 when it is not known
     */
    public Http2Failure(Scope scope, int errorCode, Throwable cause) {
        super(text(scope, errorCode), cause);
        this.scope = scope;
        this.errorCode = errorCode;
    }

    TransportError toError() {
        boolean known = errorCode >= 0 && errorCode < NAMES.length;
        return new TransportError(scope.code + (known ? 1 + errorCode : 0), text(scope, errorCode));
    }

    private static String text(Scope scope, int errorCode) {
        String name = errorCode >= 0 && errorCode < NAMES.length ? NAMES[errorCode] : "unknown error code";
        return "http2: " + scope.text + " with http2 ErrCode " + name;
    }
}
