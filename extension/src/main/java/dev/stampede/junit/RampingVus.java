package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A number of virtual users that follows a line through stages, each user repeating the method while it is there. (k6:
 * executor {@code ramping-vus}, {@code lib/executor/ramping_vus.go}.)
 *
 * <p>Stands beside {@link LoadTest} or {@link Scenario}, one executor annotation on a method, and works as a
 * meta-annotation. Times are written {@code "300ms"}, {@code "30s"} or {@code "1m30s"}; a bare number is milliseconds. Wrong
 * values fail the test before any load starts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface RampingVus {

    /** Number of virtual users at the start, from 0 to 100,000,000. Default 1. */
    int startVus() default 1;

    /** How the number of virtual users changes, at least one stage; there must be users at some time. */
    Stage[] stages();

    /**
     * How long a virtual user that a stage takes away may go on with its iteration before it is interrupted, zero or more.
     * Default 30 s.
     */
    String gracefulRampDown() default "30s";

    /**
     * How long iterations may go on after the last stage's end before they are interrupted, zero or more; {@code "0s"} interrupts
     * at once. Empty means not set, which is 30 s.
     */
    String gracefulStop() default "";
}
