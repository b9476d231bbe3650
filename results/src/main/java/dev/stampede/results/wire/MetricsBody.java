package dev.stampede.results.wire;

import dev.stampede.output.cloud.proto.MetricSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The body of a metrics push: a {@code MetricSet} of protocol version 2.0, packed by snappy in block format. */
public final class MetricsBody {
    /** Most bytes of a body as it travels. A batch of 1,000 series has about 300,000. */
    public static final int MOST_PACKED_BYTES = 16 << 20;

    /** Most bytes once unpacked. */
    public static final int MOST_BYTES = 64 << 20;

    private MetricsBody() {}

    /**
     * Reads it and looks at each value.
     *
     * @param encoding its {@code Content-Encoding}; empty when there is none
     * @throws Refusal if it cannot be read, is too large or holds what cannot be
     */
    public static MetricSet read(byte[] body, String encoding) throws Refusal {
        MetricSet metrics = parse(unpacked(body, encoding));
        List<String> wrong = MetricChecks.problems(metrics);
        if (!wrong.isEmpty()) {
            throw new Refusal(400, 0, "the metrics cannot be taken", Map.of("metrics", wrong));
        }
        return metrics;
    }

    /** How many bytes it has in memory while {@link #read} reads it. Never more than the block earns, whatever it says. */
    public static long room(byte[] body, String encoding) {
        return encoding.equals("snappy") ? SnappyBlock.room(body, MOST_BYTES) : body.length;
    }

    private static byte[] unpacked(byte[] body, String encoding) throws Refusal {
        if (encoding.isEmpty()) {
            return body;
        }
        if (!encoding.equals("snappy")) {
            throw new Refusal(415, "Content-Encoding must be snappy but is " + encoding);
        }
        try {
            return SnappyBlock.read(body, MOST_BYTES);
        } catch (SnappyBlock.TooLargeException e) {
            throw new Refusal(413, "the body " + e.getMessage());
        } catch (IOException e) {
            throw new Refusal(400, "the body is no snappy block: it " + e.getMessage());
        }
    }

    private static MetricSet parse(byte[] bytes) throws Refusal {
        try {
            if (MessageCount.isTooMuch(bytes)) {
                throw new Refusal(413, "the body holds more than " + MessageCount.MOST + " series, values and spans");
            }
            return MetricSet.parseFrom(bytes);
        } catch (IOException e) {
            throw new Refusal(400, "the body is no MetricSet: " + e.getMessage());
        }
    }
}
