package dev.stampede.segments;

/**
 * A part of the load: what lies above {@code from}, up to {@code to}. Immutable. (k6: {@code lib/execution_segment.go}.)
 *
 * @param from zero or more
 * @param to more than {@code from}, one at most
 */
record Segment(Fraction from, Fraction to) {
    static final Segment WHOLE = new Segment(Fraction.ZERO, Fraction.ONE);

    Segment {
        if (from.compareTo(Fraction.ZERO) < 0) {
            throw new IllegalArgumentException("segment start value must be at least 0 but was " + from.rounded());
        }
        if (from.compareTo(to) >= 0) {
            throw new IllegalArgumentException(
                    "segment start(" + from.rounded() + ") must be less than its end(" + to.rounded() + ")");
        }
        if (to.compareTo(Fraction.ONE) > 0) {
            throw new IllegalArgumentException("segment end value can't be more than 1 but was " + to.rounded());
        }
    }

    /**
     * Reads {@code 1/3:2/3}, {@code 20%:0.5}, or {@code 20%}, which begins at zero; empty is the whole.
     *
     * @throws IllegalArgumentException if it is none of these; the message is k6's and quotes the text
     */
    static Segment parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return WHOLE;
        }
        int colon = trimmed.indexOf(':');
        Fraction from = colon < 0 ? Fraction.ZERO : Fraction.parse(trimmed.substring(0, colon));
        return new Segment(from, Fraction.parse(trimmed.substring(colon + 1)));
    }

    Fraction length() {
        return to.minus(from);
    }

    @Override
    public String toString() {
        return from + ":" + to;
    }
}
