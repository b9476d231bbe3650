package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Iterations that start at a rate that follows a line through stages, whatever the earlier ones take. (k6: executor {@code
 * ramping-arrival-rate}, {@code lib/executor/ramping_arrival_rate.go}.)
 *
 * <p>An open model: when the service gets slower, more iterations run at a time. One that is due when no virtual user is
 * free is lost and counted in {@code dropped_iterations}.
 *
 * <p>Stands beside {@link LoadTest} or {@link Scenario}, one executor annotation on a method, and works as a
 * meta-annotation. Times are written {@code "300ms"}, {@code "30s"} or {@code "1m30s"}; a bare number is milliseconds. Wrong
 * values fail the test before any load starts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface RampingArrivalRate {

    /** Number of iterations in each {@link #timeUnit()} at the start, zero or more. Default 0. */
    int startRate() default 0;

    /** The time that a rate counts iterations in, more than zero; {@code "1m"} makes it iterations a minute. Default 1 s. */
    String timeUnit() default "1s";

    /** How the rate changes, at least one stage; a stage's target is a number of iterations in each {@link #timeUnit()}. */
    Stage[] stages();

    /** Number of virtual users that are made before the load starts, zero or more. One user runs one iteration at a time. */
    int preAllocatedVus();

    /**
     * Most virtual users, from 1 and not fewer than {@link #preAllocatedVus()}; those above them are made while the load
     * runs, when no user is free. Default: as many as {@link #preAllocatedVus()}; -1 means not set.
     */
    int maxVus() default -1;

    /**
     * How long iterations may go on after the last stage's end before they are interrupted, zero or more; {@code "0s"} interrupts
     * at once. Empty means not set, which is 30 s.
     */
    String gracefulStop() default "";
}
