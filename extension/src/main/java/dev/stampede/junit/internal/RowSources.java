package dev.stampede.junit.internal;

import java.lang.annotation.Annotation;
import java.lang.annotation.Repeatable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * JUnit's argument sources of a method as rows of data. Not to be loaded when {@code junit-jupiter-params} is missing. Immutable.
 */
final class RowSources {
    /** Since JUnit 5.13 sources are told the parameters. */
    private static final boolean TELL_PARAMETERS =
            ClassPath.has("org.junit.jupiter.params.support.ParameterDeclarations");

    private final Method method;
    private final ExtensionContext context;

    /** Of a method that has some. */
    RowSources(Site site, ExtensionContext context) {
        this.method = site.method();
        this.context = SiteContext.of(site, context);
    }

    static boolean has(Method method) {
        return !declared(method).isEmpty();
    }

    /** {@code @CsvSource, @MethodSource}. */
    static String describe(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> element(annotation.annotationType()))
                .filter(type ->
                        type == ArgumentsSource.class || AnnotationSupport.isAnnotated(type, ArgumentsSource.class))
                .map(type -> "@" + type.getSimpleName())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Of an annotation that holds those written several times, what it holds. */
    private static Class<?> element(Class<? extends Annotation> type) {
        try {
            Class<?> element = type.getMethod("value").getReturnType().getComponentType();
            return element != null && element.isAnnotationPresent(Repeatable.class) ? element : type;
        } catch (NoSuchMethodException e) {
            return type;
        }
    }

    private static List<ArgumentsSource> declared(Method method) {
        return AnnotationSupport.findRepeatableAnnotations(method, ArgumentsSource.class);
    }

    /** All rows, one source's after the other's; a source is asked when its first row is. To be closed. */
    Stream<Row> open() {
        AtomicLong number = new AtomicLong();
        return declared(method).stream()
                .map(source -> ParamsSpi.<ArgumentsProvider>make(source.value(), method, context))
                .flatMap(this::arguments)
                .map(arguments -> new Row(number.incrementAndGet(), Arrays.asList(arguments.get())));
    }

    @SuppressWarnings("deprecation") // the only way there was before JUnit 5.13
    private Stream<? extends Arguments> arguments(ArgumentsProvider provider) {
        try {
            return TELL_PARAMETERS
                    ? provider.provideArguments(DataDeclarations.of(method), context)
                    : provider.provideArguments(context);
        } catch (Exception e) {
            throw RowSources.<RuntimeException>asIs(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E asIs(Exception e) throws E {
        throw (E) e;
    }

    /**
     * One row.
     *
     * @param number from 1
     * @param values as the source gives them
     */
    record Row(long number, List<@Nullable Object> values) {}
}
