package dev.stampede.segments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** An exact number, in lowest terms. */
record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {
    static final Fraction ZERO = of(0, 1);
    static final Fraction ONE = of(1, 1);

    private static final Pattern PERCENT = Pattern.compile("[-+]?\\d+%");
    private static final Pattern RATIO = Pattern.compile("[-+]?\\d+/\\d+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

    Fraction {
        BigInteger gcd = numerator.gcd(denominator);
        numerator = numerator.divide(gcd);
        denominator = denominator.divide(gcd);
    }

    static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /**
     * Reads {@code 20%}, {@code 0.2} and {@code 1/5}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Fraction parse(String text) {
        if (text.endsWith("%")) {
            if (!PERCENT.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + text + "' is not a valid percentage");
            }
            return new Fraction(new BigInteger(text.substring(0, text.length() - 1)), BigInteger.valueOf(100));
        }
        if (RATIO.matcher(text).matches()) {
            String[] parts = text.split("/", 2);
            BigInteger denominator = new BigInteger(parts[1]);
            if (denominator.signum() > 0) {
                return new Fraction(new BigInteger(parts[0]), denominator);
            }
        } else if (DECIMAL.matcher(text).matches()) {
            BigDecimal value = new BigDecimal(text);
            int scale = Math.max(0, value.scale());
            return new Fraction(value.setScale(scale).unscaledValue(), BigInteger.TEN.pow(scale));
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not a valid percentage, decimal, fraction or interval value");
    }

    Fraction minus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).subtract(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    double value() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), java.math.MathContext.DECIMAL64)
                .doubleValue();
    }

    /** Two decimals, as k6's messages have it. */
    String rounded() {
        return String.format(Locale.ROOT, "%.2f", value());
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE) ? numerator.toString() : numerator + "/" + denominator;
    }
}
