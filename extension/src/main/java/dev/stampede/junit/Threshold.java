package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A limit that a measured value must keep; the load test fails when it does not. Evaluated every 2 s and at the end.
 *
 * <p>Those of the method, of its class and of enclosing classes add up. One on {@code iterations_failed} replaces the limit
 * that holds otherwise, {@code rate==0}: no iteration may throw. (k6: option {@code thresholds}, {@code
 * metrics/thresholds_parser.go}.)
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Repeatable(Thresholds.class)
public @interface Threshold {

    /**
     * The metric, such as {@code checks}, or the part of it that carries certain tags, such as {@code
     * http_req_duration{name:home,status:200}}. A metric that does not exist is an error.
     */
    String metric();

    /**
     * Aggregation, operator and number, such as {@code p(95)<500}. Aggregations: {@code avg}, {@code min}, {@code max},
     * {@code med}, {@code p(0)} to {@code p(100)} for trends; {@code rate}, from 0 to 1, for rates; {@code count} and {@code
     * rate}, per second, for counters; {@code value} for gauges. Operators: {@code <}, {@code <=}, {@code >}, {@code >=},
     * {@code ==}, {@code !=}. Times are milliseconds, data are bytes.
     */
    String value();

    /** Whether the run ends as soon as the limit is broken: running iterations are interrupted at once. */
    boolean abortOnFail() default false;

    /**
     * How long the run must have gone on before {@link #abortOnFail()} may end it, such as {@code "10s"}. Empty means not
     * set: it may end at the first evaluation.
     */
    String delayAbortEval() default "";
}
