package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs once in each load test, before the load and inside the run: its samples carry {@code group=::setup}, its time counts
 * as part of the run. (k6: {@code setup()}.) Unlike {@code @BeforeAll}, which JUnit calls once for the class, outside any
 * run.
 *
 * <p>It is called on the instance JUnit made. What it sets in fields is carried over to every virtual user's instance; so is
 * what other extensions have set before, where a fresh instance still has the default (null, 0, false). What it changes in
 * place, such as by adding to a list that a fresh instance makes anew, stays where it is. Final fields are never carried
 * over: each instance has what its own constructor gave them. Tests that share an instance ({@code PER_CLASS}) share what an
 * earlier load test of the class set, too. An exception ends the run before any load: the test fails with it and {@code
 * @AfterRun} is not called.
 *
 * <p>The method must be neither private nor static and return nothing. It may take {@link dev.stampede.Vu} (with id 0),
 * {@link dev.stampede.Http}, {@code okhttp3.OkHttpClient} and whatever else JUnit can resolve. Several are called superclass
 * first, and those of enclosing classes before; one that is overridden is not called.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BeforeRun {}
