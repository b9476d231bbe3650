package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Streams the samples to Grafana Cloud k6, or to another host that speaks its protocol, while the load test runs.
 *
 * <p>The nearest one counts: the method's, else its class's, else an enclosing class's. Each value may be overridden by a
 * configuration parameter of JUnit, {@code stampede.cloud.*}, and that by the environment, {@code K6_CLOUD_*}. The token
 * has no attribute, as it must not stand in code: it comes from {@code K6_CLOUD_TOKEN}, or from a login with {@code stampede
 * cloud login} or k6.
 *
 * <p>Without a token, and without a host, the samples go to the results service, if {@code dev.stampede:stampede-results} is on the class
 * path: it starts in this JVM, keeps the run below {@code .stampede/results} (or the {@code folder} that is set), and shows it on a page.
 *
 * <p>Whether the test passes never depends on the cloud; but a run that cannot be opened there does not start.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface CloudOutput {

    /** Name of the test in the cloud, {@code K6_CLOUD_NAME}. Empty means not set, which is the name of the run. */
    String name() default "";

    /** Number of the project, {@code K6_CLOUD_PROJECT_ID}. 0 means not set, which is the token's default project. */
    long projectId() default 0;

    /**
     * URL that takes runs and samples, {@code K6_CLOUD_HOST}. Empty means not set, which is {@code https://ingest.k6.io}. A
     * host on this machine (loopback) needs no token.
     */
    String host() default "";

    /**
     * Whether the test runs without the cloud when there is no token: it then says so in one line. Otherwise a missing token
     * fails the test before any load starts. With a token, a host on this machine, or the results service on the class path it makes no
     * difference.
     */
    boolean optional() default false;

    /**
     * Whether the service gets an archive of the test, where it takes one: its options, sources, resources and compiled
     * classes, {@code K6_NO_ARCHIVE_UPLOAD}.
     */
    boolean archiveUpload() default true;
}
