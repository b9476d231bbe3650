package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs once in each load test, after the load and inside the run, also when the run was aborted: its samples carry {@code
 * group=::teardown}. (k6: {@code teardown()}.) An exception, or a failed assertion, fails the test.
 *
 * <p>It is called on the instance JUnit made, like {@link BeforeRun}. It may take what that may take, and the {@link
 * dev.stampede.RunResult}, which holds what was measured so far. Several are called subclass first, and those of enclosing
 * classes after; each is called even if one before it threw.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AfterRun {}
