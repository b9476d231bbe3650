package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fills a {@code String} parameter with a secret of the run, as {@link dev.stampede.Vu#secret} gives it: of a load test or
 * scenario method, or of {@link BeforeRun}, {@link AfterRun}, {@link BeforeVu}, {@link AfterVu}, {@code @BeforeEach} and
 * {@code @AfterEach}. Such secrets are looked up before any load: one that cannot be had is an error that says where it was
 * looked for.
 *
 * <pre>{@code
 * @BeforeVu
 * void login(Http http, @Secret("shop-password") String password) { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Secret {

    /** Name of the secret. */
    String value();
}
