package dev.stampede.junit;

import dev.stampede.junit.internal.LoadTestExtension;
import dev.stampede.junit.internal.LoadTestsExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class with load tests. They run without this annotation too, which does two things.
 *
 * <p><b>Results for the class.</b> {@code @AfterAll} methods may ask what the load tests came to: a parameter of type {@link
 * dev.stampede.RunResult} is the result of the run that ended last, one of type {@code List<RunResult>} those of all runs in
 * the order in which they ended. Runs of nested classes are among them. A class whose load tests were all left out has no
 * last result: only the list, which then is empty, can be asked for.
 *
 * <p><b>First come, first served.</b> Some extensions, Quarkus's among them, call the test method themselves, so that no load
 * would be run. Put this annotation above the one that brings such an extension, and the load is run before it is asked:
 *
 * <pre>{@code
 * @LoadTests
 * @QuarkusTest
 * class ShopTest {
 *   @LoadTest(vus = 10, duration = "30s") void browse(Http http) { ... }
 * }
 * }</pre>
 *
 * <p>In load tests, interceptors ({@code InvocationInterceptor}) of extensions that are registered after it are not called
 * around the load test method, {@code @BeforeEach} and {@code @AfterEach}; other tests of the class, and all other callbacks,
 * are as ever.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith({LoadTestsExtension.class, LoadTestExtension.class})
public @interface LoadTests {}
