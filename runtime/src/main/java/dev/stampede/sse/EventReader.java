package dev.stampede.sse;

import java.io.IOException;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads events as the HTML standard says (section 9.2.6). Confined to one thread. */
final class EventReader {
    private static final ByteString CR_OR_LF = ByteString.encodeUtf8("\r\n");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BufferedSource source;
    private boolean first = true;
    /** The last line ended with CR: if LF is next, it is a part of that. */
    private boolean afterCr;

    private String lastId = "";

    EventReader(BufferedSource source) {
        this.source = source;
    }

    /** The next event that has data; null at the end. What the end cuts off is none. */
    @Nullable
    ServerSentEvent next() throws IOException {
        String type = "";
        StringBuilder data = null;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (data != null) {
                    return new ServerSentEvent(lastId, type.isEmpty() ? "message" : type, data.toString());
                }
                type = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(line.startsWith(": ", colon) ? colon + 2 : colon + 1);
            switch (field) {
                case "data" ->
                    data = data == null
                            ? new StringBuilder(value)
                            : data.append('\n').append(value);
                case "event" -> type = value;
                case "id" -> lastId = value.indexOf('\0') < 0 ? value : lastId;
                default -> {} // a comment, or how long to wait before connecting again, which nobody does here
            }
        }
        return null;
    }

    /** A line; null at the end, also when that is in the middle of a line. */
    private @Nullable String line() throws IOException {
        if (afterCr && source.request(1) && source.getBuffer().getByte(0) == '\n') {
            source.skip(1);
        }
        long end = source.indexOfElement(CR_OR_LF);
        if (end < 0) {
            return null;
        }
        String line = source.readUtf8(end);
        afterCr = source.readByte() == '\r';
        if (first) {
            first = false;
            return line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        }
        return line;
    }
}
