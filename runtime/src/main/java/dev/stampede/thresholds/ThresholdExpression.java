package dev.stampede.thresholds;

import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.GoText;

/**
 * An expression such as {@code p(95)<500}. Immutable. (k6: {@code metrics/thresholds_parser.go}; what is accepted, and the
 * texts of errors, are k6's.)
 *
 * @param aggregation what is measured
 * @param operator how it is compared
 * @param limit what it is compared with; milliseconds for times, bytes for data
 * @param text as written
 */
public record ThresholdExpression(Aggregation aggregation, Operator operator, double limit, String text) {

    /** How a measured value is compared with the limit. NaN compares as in Go and Java: only {@code !=} holds. */
    public enum Operator {
        LESS_EQUAL("<="),
        LESS("<"),
        GREATER_EQUAL(">="),
        GREATER(">"),
        /** The same as {@link #EQUAL}. */
        STRICTLY_EQUAL("==="),
        EQUAL("=="),
        NOT_EQUAL("!=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written. */
        public String symbol() {
            return symbol;
        }

        boolean holds(double value, double limit) {
            return switch (this) {
                case LESS_EQUAL -> value <= limit;
                case LESS -> value < limit;
                case GREATER_EQUAL -> value >= limit;
                case GREATER -> value > limit;
                case STRICTLY_EQUAL, EQUAL -> value == limit;
                case NOT_EQUAL -> value != limit;
            };
        }
    }

    /**
     * Reads an expression: aggregation, operator, floating-point literal as Go writes it; spaces around each are ignored.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static ThresholdExpression parse(String text) {
        // operators in this order: the first that has something to its right cuts the text
        for (Operator operator : Operator.values()) {
            int at = text.indexOf(operator.symbol());
            String right = at < 0
                    ? ""
                    : text.substring(at + operator.symbol().length()).strip();
            if (!right.isEmpty()) {
                return new ThresholdExpression(
                        aggregation(text.substring(0, at).strip(), text), operator, limit(right, text), text);
            }
        }
        throw new IllegalArgumentException("failed parsing threshold expression " + GoText.quote(text)
                + "; reason: malformed threshold expression");
    }

    private static Aggregation aggregation(String left, String text) {
        try {
            return Aggregation.parse(left);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "failed parsing threshold expression's " + GoText.quote(text) + " left hand side; reason: "
                            + e.getMessage(),
                    e);
        }
    }

    private static double limit(String right, String text) {
        try {
            return GoText.parseFloat(right);
        } catch (IllegalArgumentException e) {
            // "expresion" is k6's spelling
            throw new IllegalArgumentException(
                    "failed parsing threshold expresion's " + GoText.quote(text) + " right hand side; reason: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Whether a measured value is within the limit. */
    public boolean holds(double value) {
        return operator.holds(value, limit);
    }

    /**
     * Whether a value is further from keeping the limit than another: larger where values must be small, smaller where they
     * must be large, and otherwise broken where the other holds.
     */
    boolean isWorse(double value, double than) {
        return switch (operator) {
            case LESS_EQUAL, LESS -> value > than;
            case GREATER_EQUAL, GREATER -> value < than;
            case STRICTLY_EQUAL, EQUAL, NOT_EQUAL -> holds(than) && !holds(value);
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
