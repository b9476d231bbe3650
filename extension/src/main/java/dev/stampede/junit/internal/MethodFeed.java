package dev.stampede.junit.internal;

import dev.stampede.Vu;
import dev.stampede.engine.ScenarioEnd;
import dev.stampede.feed.FeedOptions;
import dev.stampede.feed.FeedPolicy;
import dev.stampede.feed.Feeder;
import dev.stampede.junit.Feed;
import dev.stampede.junit.internal.RowSources.Row;
import dev.stampede.options.Problems;
import dev.stampede.segments.Share;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The data of a load test method: JUnit's argument sources handed out row by row to its parameters. Thread-safe. Closed by
 * JUnit at the latest, with the context it was made in.
 */
final class MethodFeed implements AutoCloseable {
    private final Method method;
    private final String name;
    private final Feeder<Row> feeder;
    private final List<ArgumentConversion> conversions;

    private MethodFeed(Method method, String name, Feeder<Row> feeder, List<ArgumentConversion> conversions) {
        this.method = method;
        this.name = name;
        this.feeder = feeder;
        this.conversions = conversions;
    }

    /**
     * Opens the method's data and reads the first row. What is wrong is added to the problems.
     *
     * @param site the method, which need not be the one JUnit runs
     * @param share what this process has of the whole run
     * @return null if the method has no data, or after a problem
     */
    static @Nullable MethodFeed of(Site site, ExtensionContext context, Share share, Problems problems) {
        Method method = site.method();
        Feed feed = AnnotationSupport.findAnnotation(method, Feed.class).orElse(null);
        // without the module, an annotation of it would not be there either
        boolean hasSources =
                ClassPath.has("org.junit.jupiter.params.provider.ArgumentsSource") && RowSources.has(method);
        if (hasSources) {
            return withSources(site, feed, context, share, problems);
        }
        if (feed != null) {
            problems.add(
                    "@Feed on " + site.runName() + "()",
                    "the method has no data",
                    "Add an argument source of JUnit's, such as @CsvSource (in junit-jupiter-params), or remove @Feed.");
        }
        return null;
    }

    private static @Nullable MethodFeed withSources(
            Site site, @Nullable Feed feed, ExtensionContext context, Share share, Problems problems) {
        Method method = site.method();
        String where = RowSources.describe(method) + " on " + site.runName() + "()";
        List<Integer> parameters = DataParameters.of(method);
        if (parameters.isEmpty()) {
            problems.add(where, "the method has no parameter for the data", "Add one for each value of a row.");
            return null;
        }
        if (hasAggregator(method, where, problems)) {
            return null;
        }
        String name = "the data of " + where;
        FeedOptions options = feed == null
                ? new FeedOptions(name, FeedPolicy.CIRCULAR)
                : new FeedOptions(name, feed.value(), feed.seed(), feed.whenDry());
        Feeder<Row> feeder = new Feeder<>(options, share, new RowSources(site, context)::open);
        // closed with the context, also if the test fails before the load starts
        context.getStore(Namespace.create(MethodFeed.class)).put(feeder, feeder);
        try {
            Row first = feeder.peek();
            int filled = Math.min(first.values().size(), parameters.size());
            if (filled < parameters.size()) {
                Parameter next = method.getParameters()[parameters.get(filled)];
                if (DataParameters.needsData(next)) {
                    throw tooShort(name, first, method, parameters.get(filled));
                }
            }
            List<ArgumentConversion> conversions = parameters.subList(0, filled).stream()
                    .map(index -> ArgumentConversion.of(method, index, context))
                    .toList();
            MethodFeed made = new MethodFeed(method, name, feeder, conversions);
            made.fill(new @Nullable Object[method.getParameterCount()], first);
            return made;
        } catch (RuntimeException e) {
            problems.addAll(List.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.addAll(List.of("interrupted while " + name + " was opened"));
        }
        feeder.close();
        return null;
    }

    private static boolean hasAggregator(Method method, String where, Problems problems) {
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (ArgumentConversion.isAggregator(method.getParameters()[i])) {
                problems.add(
                        where,
                        DataParameters.describe(method, i) + " takes a whole row, which load tests do not support",
                        "Take the values as parameters of their own.");
                return true;
            }
        }
        return false;
    }

    /** Whether the data fill this parameter of the method. */
    boolean fills(int parameterIndex) {
        return conversions.stream().anyMatch(conversion -> conversion.index() == parameterIndex);
    }

    /**
     * The virtual user's next row.
     *
     * @throws ScenarioEnd if there is no row left, or the source failed
     * @throws InterruptedException if interrupted while waiting for the source
     */
    Row next(Vu vu) throws InterruptedException {
        return feeder.next(vu);
    }

    /**
     * Puts the values of a row into the arguments that the method is called with, and leaves the others as they are.
     *
     * @throws ParameterResolutionException if the row does not fit the parameters
     */
    void fill(@Nullable Object[] arguments, Row row) {
        for (int i = 0; i < conversions.size(); i++) {
            ArgumentConversion conversion = conversions.get(i);
            if (i >= row.values().size()) {
                throw tooShort(name, row, method, conversion.index());
            }
            Object value = row.values().get(i);
            try {
                arguments[conversion.index()] = conversion.convert(value);
            } catch (RuntimeException e) {
                throw new ParameterResolutionException(
                        "row %d of %s: %s cannot be converted for %s: %s"
                                .formatted(row.number(), name, quote(value), conversion.target(), e.getMessage()),
                        e);
            }
        }
    }

    private static String quote(@Nullable Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private static ParameterResolutionException tooShort(String name, Row row, Method method, int parameterIndex) {
        int values = row.values().size();
        return new ParameterResolutionException("row %d of %s has %s, none for %s"
                .formatted(
                        row.number(),
                        name,
                        values == 1 ? "1 value" : values + " values",
                        DataParameters.describe(method, parameterIndex)));
    }

    /** How many rows were handed out. */
    long handedOut() {
        return feeder.handedOut();
    }

    @Override
    public void close() {
        feeder.close();
    }
}
