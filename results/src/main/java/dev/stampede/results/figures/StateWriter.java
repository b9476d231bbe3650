package dev.stampede.results.figures;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Writes figures as bytes, which a {@link StateReader} makes into the very same figures: numbers to the last bit, histograms bucket by
 * bucket. What comes again, a text or a set of tags, is written once. Not thread-safe.
 */
public final class StateWriter {
    private final DataOutputStream out;
    private final Map<String, Integer> texts = new HashMap<>();
    private final IdentityHashMap<TagSet, Integer> tagSets = new IdentityHashMap<>();

    /** Writes to this stream, which it does not close. */
    public StateWriter(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    }

    /** Hands on what it still holds. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Any number; small ones are short. */
    public void number(long number) throws IOException {
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /** All bits of a number, of which none is likelier than another. */
    public void bits(long number) throws IOException {
        out.writeLong(number);
    }

    void value(double value) throws IOException {
        out.writeLong(Double.doubleToRawLongBits(value));
    }

    /** A text. */
    public void text(String text) throws IOException {
        Integer known = texts.get(text);
        number(known == null ? texts.size() : known);
        if (known == null) {
            texts.put(text, texts.size());
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            out.write(bytes);
        }
    }

    void tags(TagSet tags) throws IOException {
        Integer known = tagSets.get(tags);
        number(known == null ? tagSets.size() : known);
        if (known == null) {
            tagSets.put(tags, tagSets.size());
            Map<String, String> pairs = new HashMap<>();
            tags.forEach(pairs::put);
            number(pairs.size());
            for (Map.Entry<String, String> pair : pairs.entrySet()) {
                text(pair.getKey());
                text(pair.getValue());
            }
        }
    }

    void sink(Sink of) throws IOException {
        number(of.count());
        if (of.isEmpty()) {
            return;
        }
        switch (of) {
            case Sink.CounterSink sink -> value(sink.sum());
            case Sink.GaugeSink sink -> {
                number(sink.lastTime());
                value(sink.last());
                value(sink.sum());
                value(sink.min());
                value(sink.max());
            }
            case Sink.RateSink sink -> number(sink.nonZero());
            case Sink.TrendSink sink -> histogram(sink.histogram());
        }
    }

    private void histogram(Histogram histogram) throws IOException {
        value(histogram.sum());
        value(histogram.min());
        value(histogram.max());
        number(histogram.tooLow());
        number(histogram.tooHigh());
        number(histogram.lastIndex());
        if (histogram.lastIndex() >= 0) {
            number(histogram.firstIndex());
            for (int i = histogram.firstIndex(); i <= histogram.lastIndex(); i++) {
                number(histogram.countAt(i));
            }
        }
    }
}
