package dev.stampede.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.metrics.Aggregation.Method;
import dev.stampede.thresholds.ThresholdExpression.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdExpressionTest {

    @ParameterizedTest
    @CsvSource({
        "count<10, COUNT, LESS, 10",
        "rate>=0.5, RATE, GREATER_EQUAL, 0.5",
        "value===-1, VALUE, STRICTLY_EQUAL, -1",
        "value==+Inf, VALUE, EQUAL, Infinity",
        "value!=NaN, VALUE, NOT_EQUAL, NaN",
        "avg <= 1e3, AVG, LESS_EQUAL, 1000",
        "'  min  >  -5  ', MIN, GREATER, -5",
        "max<0x1p4, MAX, LESS, 16",
        "med<1_000, MED, LESS, 1000",
        "'\tp(95)\t<\t200\n', PERCENTILE, LESS, 200",
        "p(99.99)<200, PERCENTILE, LESS, 200",
        "p(1e1)<200, PERCENTILE, LESS, 200",
    })
    void parse_readsMethodOperatorAndLimit(String text, Method method, Operator operator, Double limit) {
        ThresholdExpression expression = ThresholdExpression.parse(text);

        assertThat(expression.aggregation().method()).isEqualTo(method);
        assertThat(expression.operator()).isEqualTo(operator);
        assertThat(expression.limit()).isEqualTo(limit);
        assertThat(expression.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"p(95)<1, 95", "p(0)<1, 0", "p(100)<1, 100", "p(99.9)<1, 99.9", "p(0x1p3)<1, 8"})
    void parse_readsPercentile(String text, double percentile) {
        assertThat(ThresholdExpression.parse(text).aggregation().percentile()).isEqualTo(percentile);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // no operator, or nothing to its right
                "`` | failed parsing threshold expression \"\"; reason: malformed threshold expression",
                "count | failed parsing threshold expression \"count\"; reason: malformed threshold expression",
                "count< | failed parsing threshold expression \"count<\"; reason: malformed threshold expression",
                "`count<= ` | failed parsing threshold expresion's \"count<= \" right hand side; reason: strconv.ParseFloat:"
                        + " parsing \"=\": invalid syntax",
                "count=5 | failed parsing threshold expression \"count=5\"; reason: malformed threshold expression",
                "`count > ` | failed parsing threshold expression \"count > \"; reason: malformed threshold expression",
                // unknown method
                "foo<5 | failed parsing threshold expression's \"foo<5\" left hand side; reason: failed parsing method from"
                        + " expression",
                "p<5 | failed parsing threshold expression's \"p<5\" left hand side; reason: failed parsing method from"
                        + " expression",
                "p (95)<5 | failed parsing threshold expression's \"p (95)<5\" left hand side; reason: failed parsing method"
                        + " from expression",
                "<5 | failed parsing threshold expression's \"<5\" left hand side; reason: failed parsing method from"
                        + " expression",
                "rate!==5 | failed parsing threshold expression's \"rate!==5\" left hand side; reason: failed parsing method"
                        + " from expression",
                // percentile
                "p(x)<5 | failed parsing threshold expression's \"p(x)<5\" left hand side; reason: malformed percentile"
                        + " value; reason: strconv.ParseFloat: parsing \"x\": invalid syntax",
                "p()<5 | failed parsing threshold expression's \"p()<5\" left hand side; reason: malformed percentile"
                        + " value; reason: strconv.ParseFloat: parsing \"\": invalid syntax",
                "p(101)<5 | failed parsing threshold expression's \"p(101)<5\" left hand side; reason: malformed percentile"
                        + " value, provide a number between 0 and 100",
                "p(-1)<5 | failed parsing threshold expression's \"p(-1)<5\" left hand side; reason: malformed percentile"
                        + " value, provide a number between 0 and 100",
                "p(NaN)<5 | failed parsing threshold expression's \"p(NaN)<5\" left hand side; reason: malformed percentile"
                        + " value, provide a number between 0 and 100",
                // right side
                "count<x | failed parsing threshold expresion's \"count<x\" right hand side; reason: strconv.ParseFloat:"
                        + " parsing \"x\": invalid syntax",
                "avg<500ms | failed parsing threshold expresion's \"avg<500ms\" right hand side; reason: strconv.ParseFloat:"
                        + " parsing \"500ms\": invalid syntax",
                "value<0x10 | failed parsing threshold expresion's \"value<0x10\" right hand side; reason:"
                        + " strconv.ParseFloat: parsing \"0x10\": invalid syntax",
                "count<1e999 | failed parsing threshold expresion's \"count<1e999\" right hand side; reason:"
                        + " strconv.ParseFloat: parsing \"1e999\": value out of range",
                "avg<1 && max<2 | failed parsing threshold expresion's \"avg<1 && max<2\" right hand side; reason:"
                        + " strconv.ParseFloat: parsing \"1 && max<2\": invalid syntax",
                "count>= | failed parsing threshold expresion's \"count>=\" right hand side; reason: strconv.ParseFloat:"
                        + " parsing \"=\": invalid syntax",
                "count<\"5\" | failed parsing threshold expresion's \"count<\\\"5\\\"\" right hand side; reason:"
                        + " strconv.ParseFloat: parsing \"\\\"5\\\"\": invalid syntax",
            })
    void parse_malformed_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> ThresholdExpression.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "value<5, 4.9, true",
        "value<5, 5, false",
        "value<=5, 5, true",
        "value>5, 5, false",
        "value>=5, 5, true",
        "value==5, 5, true",
        "value===5, 5.1, false",
        "value!=5, 5.1, true",
        "value==Inf, Infinity, true",
        "value==NaN, NaN, false",
        "value!=NaN, NaN, true",
    })
    void holds_comparesAsFloats(String text, double value, boolean expected) {
        assertThat(ThresholdExpression.parse(text).holds(value)).isEqualTo(expected);
    }

    @Test
    void toString_isTheText() {
        assertThat(ThresholdExpression.parse(" p(95) < 5 ")).hasToString(" p(95) < 5 ");
    }
}
