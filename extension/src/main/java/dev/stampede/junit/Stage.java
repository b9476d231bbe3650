package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One stage of a ramp: the number of virtual users goes in a straight line from where it is to {@link #target()}. Used
 * inside {@link LoadTest#stages()} and {@link RampingVus#stages()}; inside {@link RampingArrivalRate#stages()} it is the rate
 * of iterations that goes so. (k6: option {@code stages}.)
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Stage {

    /**
     * How long the stage takes, such as {@code "30s"} or {@code "1m30s"}; a bare number is milliseconds. Zero or more;
     * {@code "0s"} jumps to the target at once.
     */
    String duration();

    /**
     * Number of virtual users at the end of the stage, from 0 to 100,000,000. For arrival rates it is a rate: the number of
     * iterations that start in each {@link RampingArrivalRate#timeUnit()}, zero or more.
     */
    int target();

    /**
     * What thresholds call it that hold {@link Threshold#during() during} it, such as {@code "steady"}. Several stages may
     * have the same. Empty, the default, is no name.
     */
    String name() default "";
}
