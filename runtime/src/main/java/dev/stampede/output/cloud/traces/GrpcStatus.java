package dev.stampede.output.cloud.traces;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Headers;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param code gRPC's status code
 * @param message what the service, or the network, says about it
 */
record GrpcStatus(int code, String message) {
    static final int OK = 0;
    static final int CANCELLED = 1;
    static final int UNKNOWN = 2;
    static final int DEADLINE_EXCEEDED = 4;
    static final int PERMISSION_DENIED = 7;
    static final int UNIMPLEMENTED = 12;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;
    static final int UNAUTHENTICATED = 16;

    private static final String[] NAMES = {
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED"
    };

    /** Of a response whose body was read: its trailers say it, or its headers when there was no body. */
    static GrpcStatus of(Response response) throws IOException {
        if (response.code() != 200) {
            return new GrpcStatus(ofHttp(response.code()), "HTTP status " + response.code());
        }
        GrpcStatus said = read(response.headers());
        if (said == null) {
            said = read(response.trailers());
        }
        return said == null ? new GrpcStatus(UNKNOWN, "the answer has no grpc-status") : said;
    }

    private static @Nullable GrpcStatus read(Headers headers) {
        String code = headers.get("grpc-status");
        if (code == null) {
            return null;
        }
        String message = headers.get("grpc-message");
        return new GrpcStatus(number(code), message == null ? "" : message);
    }

    private static int number(String code) {
        return code.matches("[0-9]{1,4}") ? Integer.parseInt(code) : UNKNOWN;
    }

    /** What a status stands for that no gRPC server gives. (gRPC: {@code doc/http-grpc-status-mapping.md}.) */
    private static int ofHttp(int status) {
        return switch (status) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /** Of a call that came to no answer. */
    static GrpcStatus of(IOException failure, boolean cancelled) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        boolean late = failure instanceof InterruptedIOException; // OkHttp's timeout cancels the call, too
        return new GrpcStatus(late ? DEADLINE_EXCEEDED : cancelled ? CANCELLED : UNAVAILABLE, text);
    }

    boolean isOk() {
        return code == OK;
    }

    /** Whether the same call may be answered otherwise if it is made again. (k6: {@code cloudapi/insights/client.go}.) */
    boolean worthAnother() {
        return switch (code) {
            case UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE -> true;
            default -> false;
        };
    }

    /** {@code UNAVAILABLE: the server is too busy}. */
    @Override
    public String toString() {
        String name = code < NAMES.length ? NAMES[code] : "status " + code;
        return message.isEmpty() ? name : name + ": " + message;
    }
}
