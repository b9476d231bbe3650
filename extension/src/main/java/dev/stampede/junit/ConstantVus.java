package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fixed number of virtual users, each repeating the method until the time is over. (k6: executor {@code constant-vus},
 * {@code lib/executor/constant_vus.go}.)
 *
 * <p>Stands beside {@link LoadTest} or {@link Scenario}, one executor annotation on a method, and works as a
 * meta-annotation. Times are written {@code "300ms"}, {@code "30s"} or {@code "1m30s"}; a bare number is milliseconds. Wrong
 * values fail the test before any load starts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface ConstantVus {

    /** Number of virtual users, from 1. Default 1. */
    int vus() default 1;

    /** How long the load lasts, at least 1 s. */
    String duration();

    /**
     * How long iterations may go on after the load's end before they are interrupted, zero or more; {@code "0s"} interrupts
     * at once. Empty means not set, which is 30 s.
     */
    String gracefulStop() default "";
}
