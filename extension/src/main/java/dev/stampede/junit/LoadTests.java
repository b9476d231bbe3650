package dev.stampede.junit;

import dev.stampede.junit.internal.LoadTestExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class with load tests, so that its {@code @AfterAll} methods may ask what they came to: a parameter of type {@link
 * dev.stampede.RunResult} is the result of the run that ended last, one of type {@code List<RunResult>} those of all runs in
 * the order in which they ended. Runs of nested classes are among them. A class whose load tests were all left out has no
 * last result: only the list, which then is empty, can be asked for.
 *
 * <p>Load tests run without this annotation too.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(LoadTestExtension.class)
public @interface LoadTests {}
