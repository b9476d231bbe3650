package dev.stampede.results.figures;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Reads what a {@link StateWriter} wrote; anything else ends in an {@link IOException}. Not thread-safe. */
public final class StateReader {
    private static final int MOST_TEXT = 1 << 20;

    private final DataInputStream in;
    private final List<String> texts = new ArrayList<>();
    private final List<TagSet> tagSets = new ArrayList<>();

    /** Reads from this stream, which it does not close. */
    public StateReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
    }

    /** Whether there is nothing more. */
    public boolean atEnd() throws IOException {
        return in.read() < 0;
    }

    /** A number. */
    public long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = in.readUnsignedByte();
            number |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return (number >>> 1) ^ -(number & 1);
            }
        }
        throw wrong("a number");
    }

    /** A number within these bounds. */
    int number(int least, int most) throws IOException {
        long number = number();
        if (number < least || number > most) {
            throw wrong("a number");
        }
        return (int) number;
    }

    /** How many of something follow. */
    public int size() throws IOException {
        return number(0, Integer.MAX_VALUE);
    }

    /** All bits of a number. */
    public long bits() throws IOException {
        return in.readLong();
    }

    double value() throws IOException {
        return Double.longBitsToDouble(in.readLong());
    }

    /** A text. */
    public String text() throws IOException {
        int index = number(0, texts.size());
        if (index == texts.size()) {
            byte[] bytes = new byte[number(0, MOST_TEXT)];
            in.readFully(bytes);
            texts.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return texts.get(index);
    }

    TagSet tags(MetricRegistry registry) throws IOException {
        int index = number(0, tagSets.size());
        if (index == tagSets.size()) {
            int size = size();
            TreeMap<String, String> tags = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                tags.put(text(), text());
            }
            tagSets.add(registry.tags(tags));
        }
        return tagSets.get(index);
    }

    /** Into a sink that is empty. */
    void sink(Sink into) throws IOException {
        long count = number();
        if (count == 0) {
            return;
        }
        switch (into) {
            case Sink.CounterSink sink -> sink.addAll(value(), count);
            case Sink.GaugeSink sink -> {
                long time = number();
                double last = value();
                double sum = value();
                sink.addTotals(time, last, count, value(), value(), sum);
            }
            case Sink.RateSink sink -> sink.addAll(number(), count);
            case Sink.TrendSink sink -> histogram(sink.histogram(), count);
        }
    }

    private void histogram(Histogram histogram, long count) throws IOException {
        double sum = value();
        double min = value();
        double max = value();
        long tooLow = number();
        long tooHigh = number();
        int last = number(-1, Histogram.LARGEST_INDEX);
        if (last >= 0) {
            int first = number(0, last);
            histogram.addToBucket(first, 0);
            histogram.addToBucket(last, 0); // makes room once
            for (int i = first; i <= last; i++) {
                histogram.addToBucket(i, number());
            }
        }
        histogram.addTotals(count, sum, min, max, tooLow, tooHigh);
    }

    static IOException wrong(String what) {
        return new IOException(what + " is not what it can be");
    }
}
