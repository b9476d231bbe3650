package dev.stampede.junit;

import dev.stampede.junit.internal.ExclusiveLoad;
import dev.stampede.junit.internal.LoadTestExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A load test: virtual users repeat the method, each on a virtual thread and on a test instance of its own. JUnit sees one
 * test; it fails when a {@link Threshold} does, when iterations throw, or when the run ends early.
 *
 * <p>What the load is follows from what is given, as k6's short options do (k6 {@code
 * lib/executor/execution_config_shortcuts.go}):
 *
 * <table>
 * <caption>Attributes and the load they make</caption>
 * <tr><th>given</th><th>load</th></tr>
 * <tr><td>nothing</td><td>one virtual user, one iteration</td></tr>
 * <tr><td>{@code vus}</td><td>so many users share as many iterations</td></tr>
 * <tr><td>{@code duration}, perhaps {@code vus}</td><td>each user repeats the method until the time is over</td></tr>
 * <tr><td>{@code iterations}, perhaps {@code vus} and {@code duration}</td><td>the users share the iterations; the duration
 *     is the longest time they may take, 10 minutes unless given</td></tr>
 * <tr><td>{@code stages}</td><td>the number of users follows the stages, starting with one</td></tr>
 * </table>
 *
 * <p>Beside it may stand one executor annotation for any other load: {@link ConstantVus}, {@link RampingVus}, {@link
 * SharedIterations}, {@link PerVuIterations}, {@link ConstantArrivalRate}, {@link RampingArrivalRate}. In a class that has
 * {@link Scenario} methods it runs those; the method itself is called once, after the load.
 *
 * <p>Each setting may be given in several places; the later one counts: options file or method, annotation, configuration
 * parameter of JUnit ({@code stampede.vus}, in {@code junit-platform.properties} or as {@code -Dstampede.vus}), environment
 * ({@code K6_VUS}), flag of the command line. A place that says anything of duration, iterations, stages or scenarios
 * replaces all that lower ones say of them.
 *
 * <p>The method must be neither private nor static and return nothing. It may take {@link dev.stampede.Vu}, {@link
 * dev.stampede.Http} and {@code okhttp3.OkHttpClient}, which are the virtual user's own, and whatever else JUnit can
 * resolve: that is resolved once and shared by all virtual users, so it must be safe to share.
 *
 * <p>JUnit's {@code @BeforeEach} and {@code @AfterEach} methods are called around every iteration, on the virtual user's
 * thread and instance; their time is no part of {@code iteration_duration}. They may take the same parameters, where what is
 * not the virtual user's own is resolved anew in every iteration. Their exceptions count as the iteration's; {@code
 * @AfterEach} runs also after one. JUnit's instance is left out: {@link BeforeRun} and {@link AfterRun} find nothing of what
 * they do. For other tests of the class they are what they always are. Extensions that have callbacks of these names
 * are called by JUnit once, before and after the whole load test.
 *
 * <p>Wrong settings fail the test before any load starts, all of them named at once.
 *
 * <p>The test carries the tag {@code load}, so that a quick build can leave it out. Load tests do not run side by side, even
 * when JUnit runs tests in parallel: they hold the resource {@value #RESOURCE}, unless {@link #exclusive()} is false. The annotation works as a meta-annotation,
 * together with {@link Threshold} and {@link CloudOutput}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(LoadTestExtension.class)
@Tag("load")
@ResourceLock(providers = ExclusiveLoad.class)
public @interface LoadTest {

    /** The resource an exclusive load test holds while it runs; other tests may lock it too. */
    String RESOURCE = "dev.stampede.load";

    /**
     * Name of the run and of the test's node. Default: the run is called {@code Class.method}, the node tells the load,
     * such as {@code 3 VUs for 6s}. One line of text, without control characters.
     */
    String value() default "";

    /** Number of virtual users, from 1; not together with {@link #stages()}. Default 1; -1 means not set. */
    int vus() default -1;

    /**
     * How long the load lasts, such as {@code "30s"} or {@code "1m30s"}, at least 1 s; a bare number is milliseconds.
     * Together with {@link #iterations()} the longest time they may take (k6's {@code maxDuration}). Not together with
     * {@link #stages()}. Empty means not set.
     */
    String duration() default "";

    /**
     * Number of iterations altogether, not fewer than there are virtual users; whoever is free takes the next. Not together
     * with {@link #stages()}. -1 means not set.
     */
    long iterations() default -1;

    /**
     * How the number of virtual users changes over time. It starts with one user; to start with more, make {@code
     * @Stage(duration = "0s", target = 5)} the first stage. Users that a stage takes away have 30 s to finish their
     * iteration. Empty means not set.
     */
    Stage[] stages() default {};

    /**
     * How long iterations may go on after the load's end before they are interrupted, zero or more; {@code "0s"} interrupts
     * at once. Empty means not set, which is 30 s. (k6: {@code gracefulStop}.)
     */
    String gracefulStop() default "";

    /**
     * Options that this annotation and everything above it refine: the name of a static method of the class that returns
     * {@link dev.stampede.run.LoadOptions}, or a k6 options file (JSON), looked for beside the class, at the root of the class
     * path, and in the working directory. Empty means none. The configuration parameter {@code stampede.options} names
     * another.
     */
    String options() default "";

    /** What an exception in an iteration does. */
    OnError onError() default OnError.CONTINUE;

    /**
     * Whether it is kept apart from other load tests when JUnit runs tests in parallel. Default true; when false it holds no
     * resource and shares machine and network with whatever else is running, so that neither measures what it would measure
     * alone.
     */
    boolean exclusive() default true;
}
