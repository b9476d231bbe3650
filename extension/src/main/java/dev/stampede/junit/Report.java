package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Writes a report when the load test is over: one HTML file that shows all of the run and asks nobody for anything, wherever the samples
 * go otherwise. The end of the summary says where it is. Needs {@code dev.stampede:stampede-results} on the class path, else the load test
 * fails before any load.
 *
 * <p>The nearest one counts: the method's, else its class's, else an enclosing class's. It may be overridden by a configuration parameter
 * of JUnit, {@code stampede.report}, and that by the environment, {@code STAMPEDE_REPORT}: each is a file, {@code true} for the default
 * one, or {@code false} for none.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Report {

    /**
     * The file, such as <code>target/{name}.html</code>: <code>{name}</code> stands for the name of the run, as far as file systems take
     * it, and <code>{time}</code> for the time of its start, such as {@code 20260131-154500}. When a file is asked for by several load
     * tests that JUnit is started with, each but the first writes to one beside it. Empty means <code>reports/{name}.html</code> in
     * {@code .stampede}, or in the {@code folder} that is set.
     */
    String value() default "";
}
