package dev.stampede.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The body of a call and the headers that follow from it. Confined to the virtual user's thread. */
final class CallBody {
    private final HttpLog log;
    private @Nullable Payload payload;
    private @Nullable String contentType;
    private List<Compression> compressions = List.of();

    CallBody(HttpLog log) {
        this.log = log;
    }

    /** @param type to be sent unless the user says another; null for none */
    void set(Payload body, @Nullable String type) {
        payload = body;
        contentType = type;
    }

    void form(Form form, boolean multipart) {
        if (multipart || form.hasFile()) {
            Multipart parts = new Multipart(form);
            set(parts, parts.contentType());
        } else {
            set(Payload.of(form.encoded()), "application/x-www-form-urlencoded");
        }
    }

    void compressions(List<Compression> algorithms) {
        compressions = algorithms;
    }

    /**
     * The first request of the call; GET and HEAD have no body.
     *
     * @param headers those of the user, to be completed
     */
    Hop firstHop(String method, Target target, HeaderList headers) {
        boolean bodyless = method.equals("GET") || method.equals("HEAD");
        Payload sent = bodyless ? null : payload;
        if (sent != null && contentType != null && headers.get("Content-Type") == null) {
            headers.add("Content-Type", contentType);
        }
        if (sent != null && !compressions.isEmpty()) {
            sent = compressed(sent, method, target, headers);
        }
        dropLength(sent, method, target, headers);
        return new Hop(method, target, headers, null, sent);
    }

    private Payload compressed(Payload plain, String method, Target target, HeaderList headers) {
        StringJoiner names = new StringJoiner(", ");
        compressions.forEach(algorithm -> names.add(algorithm.toString()));
        String own = headers.get("Content-Encoding");
        if (own == null || own.isEmpty()) {
            headers.set("Content-Encoding", names.toString());
        } else if (!own.equals(names.toString())) {
            log.warn(
                    "There's a mismatch between the desired `compression` the manually set `Content-Encoding` header in"
                            + " the " + method + " request for '" + target.masked()
                            + "', the custom header has precedence and"
                            + " won't be overwritten. This may result in invalid data being sent to the server.");
        }
        try {
            return new Payload.Bytes(Compression.compress(plain, compressions));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the body of " + method + " " + target.masked() + " cannot be compressed: " + e.getMessage(), e);
        }
    }

    /** A length follows from the body, whatever the user says. */
    private void dropLength(@Nullable Payload sent, String method, Target target, HeaderList headers) {
        String given = headers.get("Content-Length");
        if (given == null) {
            return;
        }
        headers.remove("Content-Length");
        long length = sent == null ? 0 : sent.length();
        if (!given.equals(Long.toString(length))) {
            log.warn("The specified Content-Length header \"" + given + "\" in the " + method + " request for "
                    + target.masked() + " doesn't match the actual request body length of " + length
                    + ", so it will be ignored!");
        }
    }
}
