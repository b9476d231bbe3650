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
 * <p>{@link #over()}, {@link #after()} and {@link #during()} say of which part of the run; a threshold that has any of them
 * judges the load only, neither {@code @BeforeRun} nor {@code @AfterRun}. They go together: {@code over = "30s", after =
 * "10s"} is any 30 s that begin after the first 10.
 *
 * <p>Those of the method, of its class and of enclosing classes add up. One on {@code iterations_failed} replaces the limit
 * that holds otherwise, {@code rate==0}: no iteration may throw. One with {@code after} or {@code during} does not: of the
 * rest of the load it says nothing. (k6: option {@code thresholds}, {@code
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

    /**
     * The limit must hold in any stretch of the load that is so long, such as {@code "30s"}: from {@code "1s"} to {@code
     * "5h"}, in whole seconds, above five minutes in whole minutes. Empty, the default, judges all as one.
     *
     * <p>The stretch slides by a second, above five minutes by so many that 300 make it up. A load that is shorter is judged
     * once, as a whole, at its end. Where there are no samples, counters have counted 0, gauges keep their last value, and
     * trends and rates have nothing to be judged. {@code rate} of counters is per second of the stretch. Counters are judged
     * up to the planned end of the load: what comes in while iterations are given time to finish is too little to count.
     *
     * <p>The result is the worst stretch: the largest value for {@code <} and {@code <=}, the smallest for {@code >} and
     * {@code >=}, otherwise the first that breaks the limit.
     */
    String over() default "";

    /**
     * Samples of so much time from the start of the load do not count, such as {@code "10s"}: zero or more, and less than
     * the load takes. Setup's do not count either then. Empty, the default, counts all. {@code rate} of counters is over the
     * time that remains. A load that ends before fails the threshold: it vouches for nothing.
     */
    String after() default "";

    /**
     * Name of a {@link Stage}: only samples count of the seconds in which it runs, as planned. Where several stages have the
     * name, also of different scenarios, all of their time counts; of a metric with the tag {@code scenario} only that of this
     * scenario's, if it has any. Empty, the default, counts all. A name that no stage of
     * the load has is an error, and so is a stage of less than 2 s. A load that ends before fails the threshold.
     */
    String during() default "";
}
