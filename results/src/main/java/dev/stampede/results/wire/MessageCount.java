package dev.stampede.results.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Counts the messages in a body before any is made: empty ones take two bytes as they travel, and some twenty times as many in memory.
 */
final class MessageCount {
    /** Most messages of a body; a batch of 1,000 series of wide histograms has about a million. */
    static final int MOST = 4_000_000;

    /** Numbers that count as much as a message. */
    private static final int NUMBERS = 8;

    private final CodedInputStream in;
    private long count;

    private MessageCount(byte[] body) {
        in = CodedInputStream.newInstance(body);
    }

    /** Where in a body a message stands: which of its fields hold messages of which kind. */
    private enum Kind {
        LEAF,
        VALUE,
        SAMPLES,
        SERIES,
        METRIC,
        SET;

        Kind of(int field) {
            return switch (this) {
                case SET -> field == 3 ? METRIC : LEAF;
                case METRIC -> field == 3 ? SERIES : LEAF;
                case SERIES -> field >= 2 && field <= 5 ? SAMPLES : LEAF;
                case SAMPLES -> field == 1 ? VALUE : LEAF;
                case VALUE, LEAF -> LEAF;
            };
        }
    }

    /**
     * Whether a body has more messages than are taken.
     *
     * @throws IOException if it is malformed
     */
    static boolean isTooMuch(byte[] body) throws IOException {
        MessageCount counter = new MessageCount(body);
        counter.count(Kind.SET);
        return counter.count > MOST;
    }

    private void count(Kind kind) throws IOException {
        while (count <= MOST) {
            int tag = in.readTag();
            if (tag == 0) {
                return;
            }
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                in.skipField(tag);
                count += kind == Kind.VALUE ? 0 : 1;
                continue;
            }
            int length = in.readRawVarint32();
            Kind field = kind.of(WireFormat.getTagFieldNumber(tag));
            count += 1 + (kind == Kind.VALUE ? length / NUMBERS : 0);
            if (field == Kind.LEAF) {
                in.skipRawBytes(length);
            } else {
                int outer = in.pushLimit(length);
                count(field);
                if (count <= MOST) {
                    in.checkLastTagWas(0);
                    in.popLimit(outer);
                }
            }
        }
    }
}
