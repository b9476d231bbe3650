package dev.stampede.junit;

import dev.stampede.traces.Propagator;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Traces the requests of {@link dev.stampede.Http} and of the virtual user's {@code OkHttpClient}: each carries a header
 * that servers continue its trace from, unless the test has set that header itself. The slowest requests and those that
 * failed are shown with their traces, and the cloud is told of all.
 *
 * <p>The nearest one counts: the method's, else its class's, else an enclosing class's. Each value may be overridden by a
 * configuration parameter of JUnit, {@code stampede.trace…}, and that by the environment, {@code STAMPEDE_TRACE_…}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Tracing {

    /** The header, {@code STAMPEDE_TRACE_PROPAGATION}. */
    Propagator propagator() default Propagator.W3C;

    /**
     * Share of requests whose trace servers are asked to record, from 0 to 1, {@code STAMPEDE_TRACE_SAMPLING}. -1 means not
     * set, which is 1.
     */
    double sampling() default -1;

    /**
     * Where a trace can be looked at, {@code STAMPEDE_TRACE_LINK}, such as {@code https://tempo.example.com/trace/{traceId}};
     * {@code {start}} and {@code {end}} stand for the request's time in milliseconds since 1970. Empty means not set: then the
     * trace's id is shown.
     */
    String link() default "";
}
