package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs once for each virtual user, on its thread and its instance, before its first iteration: a login, say. Its time is no
 * part of {@code iteration_duration}. An exception ends the run: the test fails with it.
 *
 * <p>The method must be neither private nor static and return nothing. It may take {@link dev.stampede.Vu}, {@link
 * dev.stampede.Http}, {@code okhttp3.OkHttpClient}, which are the virtual user's own, and whatever else JUnit can resolve.
 * Several are called superclass first, and those of enclosing classes before; one that is overridden is not called.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BeforeVu {}
