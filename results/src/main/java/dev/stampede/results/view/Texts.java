package dev.stampede.results.view;

import dev.stampede.metrics.ValueType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers for people. */
final class Texts {
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final int DIGITS = 4;

    private Texts() {}

    static String value(double value, ValueType contains) {
        return switch (contains) {
            case DEFAULT -> number(value);
            case TIME -> Math.abs(value) < 1000 ? number(value) + " ms" : number(value / 1000) + " s";
            case DATA -> bytes(value);
        };
    }

    /** Whole numbers as they are, others with four digits. */
    static String number(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shown = Math.abs(value) >= 1000
                ? exact.setScale(0, RoundingMode.HALF_UP)
                : exact.round(new MathContext(DIGITS, RoundingMode.HALF_UP));
        return value == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }

    static String percent(double share) {
        return number(share * 100) + " %";
    }

    private static String bytes(double value) {
        int unit = 0;
        double rest = value;
        while (Math.abs(rest) >= 1000 && unit < BYTES.length - 1) {
            rest /= 1000;
            unit++;
        }
        return number(rest) + " " + BYTES[unit];
    }
}
