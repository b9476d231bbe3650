package dev.stampede.segments;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * What one process has of a load that is divided among several: of virtual users, iterations and rows that are numbered from
 * 0 on, which ones are its own. The shares of all processes add up to the whole, exactly. Immutable. (k6: {@code
 * lib/execution_segment.go}, {@code ExecutionTuple}.)
 */
public final class Share {
    /** All of it. */
    public static final Share WHOLE = new Share(List.of(Fraction.ONE), 0, Segment.WHOLE);

    private final List<Fraction> lengths;
    private final int index;
    private final Segment segment;
    private final Stripes stripes;

    private Share(List<Fraction> lengths, int index, Segment segment) {
        this.lengths = lengths;
        this.index = index;
        this.segment = segment;
        this.stripes = new Stripes(lengths);
    }

    /**
     * The share of a segment.
     *
     * @param segment such as {@code 1/4:1/2}, {@code 25%:0.5}, or {@code 20%}, which begins at 0; empty is the whole
     * @param sequence where all segments begin and end, such as {@code 0,1/4,1/2,1}; empty is the segment and the gaps beside
     *     it
     * @throws IllegalArgumentException if they cannot be read or do not fit; the message is k6's and quotes the text
     */
    public static Share of(String segment, String sequence) {
        Segment own = Segment.parse(segment);
        if (sequence.isBlank()) {
            List<Fraction> lengths = new ArrayList<>();
            if (own.from().compareTo(Fraction.ZERO) > 0) {
                lengths.add(own.from());
            }
            lengths.add(own.length());
            if (own.to().compareTo(Fraction.ONE) < 0) {
                lengths.add(Fraction.ONE.minus(own.to()));
            }
            return new Share(lengths, own.from().equals(Fraction.ZERO) ? 0 : 1, own);
        }
        return in(own, sequence);
    }

    private static Share in(Segment own, String sequence) {
        String[] points = sequence.split(",", -1);
        if (points.length < 2) {
            throw new IllegalArgumentException(
                    "at least 2 points are needed for an execution segment sequence, " + points.length + " given");
        }
        List<Fraction> lengths = new ArrayList<>();
        int index = -1;
        Fraction end = Fraction.parse(points[0].strip());
        StringJoiner exact = new StringJoiner(",").add(end.toString());
        if (end.compareTo(Fraction.ZERO) > 0) {
            lengths.add(end); // what a sequence leaves out belongs to others
        }
        for (int i = 1; i < points.length; i++) {
            Segment one = new Segment(end, Fraction.parse(points[i].strip()));
            if (one.equals(own)) {
                index = lengths.size();
            }
            lengths.add(one.length());
            end = one.to();
            exact.add(end.toString());
        }
        if (end.compareTo(Fraction.ONE) < 0) {
            lengths.add(Fraction.ONE.minus(end));
        }
        if (index < 0) {
            throw new IllegalArgumentException("provided segment " + own + " can't be found in sequence " + exact);
        }
        return new Share(lengths, index, own);
    }

    /** Whether it is all of the load. */
    public boolean isWhole() {
        return segment.equals(Segment.WHOLE);
    }

    /** How much of the load it is, above 0 and up to 1. */
    public double fraction() {
        return segment.length().value();
    }

    /** How many of so many are its own. */
    public long scale(long value) {
        return stripes.scale(index, value);
    }

    /** How many of so many are its own. */
    public int scale(int value) {
        return (int) stripes.scale(index, value);
    }

    /**
     * Number within the whole load of what is its own.
     *
     * @param local number among its own, from 0
     */
    public long global(long local) {
        return stripes.global(index, local);
    }

    /** Whether what has this number within the whole load, from 0, is its own. */
    public boolean owns(long global) {
        return stripes.owns(index, global);
    }

    /**
     * Its share when everything is divided as this many are: iterations follow virtual users, not the segments' lengths.
     *
     * @param value from 1; the share must own some of them
     */
    public Share inProportionTo(int value) {
        if (scale(value) == 0) {
            throw new IllegalArgumentException("of " + value + " the segment " + segment + " has none");
        }
        if (isWhole()) {
            return this;
        }
        List<Fraction> proportions = new ArrayList<>();
        int own = 0;
        Fraction from = Fraction.ZERO;
        Fraction at = Fraction.ZERO;
        Fraction to = Fraction.ZERO;
        for (int s = 0; s < lengths.size(); s++) {
            long part = stripes.scale(s, value);
            if (part > 0) {
                Fraction length = Fraction.of(part, value);
                if (s == index) {
                    own = proportions.size();
                    from = at;
                    to = at.plus(length);
                }
                at = at.plus(length);
                proportions.add(length);
            }
        }
        return new Share(proportions, own, new Segment(from, to));
    }

    /** The segment, such as {@code 1/4:1/2}. */
    @Override
    public String toString() {
        return segment.toString();
    }
}
