package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs once for each virtual user, on its thread and its instance, after its last iteration. It may take what {@link
 * BeforeVu} may take. Several are called subclass first, and those of enclosing classes after; each is called even if one
 * before it threw.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AfterVu {}
