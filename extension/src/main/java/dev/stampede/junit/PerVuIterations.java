package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fixed number of iterations for each virtual user. (k6: executor {@code per-vu-iterations}, {@code
 * lib/executor/per_vu_iterations.go}.)
 *
 * <p>Stands beside {@link LoadTest} or {@link Scenario}, one executor annotation on a method, and works as a
 * meta-annotation. Times are written {@code "300ms"}, {@code "30s"} or {@code "1m30s"}; a bare number is milliseconds. Wrong
 * values fail the test before any load starts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface PerVuIterations {

    /** Number of virtual users, from 1. Default 1. */
    int vus() default 1;

    /** Number of iterations of each virtual user, from 1. Default 1. */
    long iterations() default 1;

    /**
     * The longest time the iterations may take, at least 1 s; those that have not started by then are counted in {@code
     * dropped_iterations}. Default 10 minutes.
     */
    String maxDuration() default "10m";

    /**
     * How long iterations may go on after the {@link #maxDuration()} before they are interrupted, zero or more; {@code "0s"} interrupts
     * at once. Empty means not set, which is 30 s.
     */
    String gracefulStop() default "";
}
