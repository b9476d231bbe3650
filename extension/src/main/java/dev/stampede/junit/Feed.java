package dev.stampede.junit;

import dev.stampede.feed.FeedPolicy;
import dev.stampede.feed.WhenDry;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the rows of the method's argument sources are handed to virtual users. Every iteration gets a row. Without this
 * annotation the policy is {@link FeedPolicy#CIRCULAR}.
 *
 * <p>The sources are JUnit's: {@code @CsvSource}, {@code @CsvFileSource}, {@code @MethodSource}, {@code @EnumSource} and
 * whatever is marked with {@code @ArgumentsSource}; of several, the rows of one follow those of the other. They are read
 * while the load runs, as far as rows are needed, by a thread of their own; {@link FeedPolicy} says what is kept in memory.
 *
 * <p>A row's values go to the method's parameters from left to right and are converted as in a {@code @ParameterizedTest},
 * {@code @ConvertWith} included; such a converter is called by several threads. Not counted are the parameters that are the
 * virtual user's ({@link dev.stampede.Vu}, {@link dev.stampede.Http}, {@code OkHttpClient}), and {@code TestInfo}, {@code
 * TestReporter} and {@code @TempDir}. The first row tells how many parameters the data fill; those further to the right are
 * for JUnit to resolve. It is read and converted before the load starts, so that an error in it ends the test at once; an
 * error in a later one fails its iteration.
 *
 * <pre>{@code
 * @LoadTest(vus = 5, duration = "30s")
 * @CsvFileSource(resources = "/accounts.csv", numLinesToSkip = 1)
 * @Feed(FeedPolicy.UNIQUE)
 * void register(Http http, String name, int age) { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Feed {

    /** Which row an iteration gets. */
    FeedPolicy value() default FeedPolicy.CIRCULAR;

    /** What {@link FeedPolicy#RANDOM} draws with: the same seed draws the same rows in the same order. */
    long seed() default 1;

    /**
     * What happens when {@link FeedPolicy#UNIQUE} has no row left, or {@link FeedPolicy#PER_VU} none for a virtual user. A
     * source without any row is always an error.
     */
    WhenDry whenDry() default WhenDry.END_SCENARIO;
}
