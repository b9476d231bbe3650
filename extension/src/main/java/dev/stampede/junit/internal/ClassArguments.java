package dev.stampede.junit.internal;

import dev.stampede.metrics.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Which arguments a load test's class was made with ({@code @ParameterizedClass}): each set of them has a run of its own,
 * which is named after them too. Pure functions.
 */
final class ClassArguments {
    private static final int LONGEST = 100;

    private static final Pattern INVOCATION = Pattern.compile(".*/\\[class-template-invocation:#\\d+]");

    /** The number of a set is left out: it would change with a set that is put before it. */
    private static final Pattern NUMBER = Pattern.compile("^\\[\\d+]\\s*(?=.)");

    private ClassArguments() {}

    /**
     * {@code currency = EUR}: as JUnit shows them, those of the classes around the class before its own; empty when there are
     * none.
     */
    static String of(ExtensionContext loadTest) {
        List<String> sets = new ArrayList<>();
        for (Optional<ExtensionContext> context = loadTest.getParent();
                context.isPresent();
                context = context.get().getParent()) {
            if (INVOCATION.matcher(context.get().getUniqueId()).matches()) {
                String name = NUMBER.matcher(context.get().getDisplayName()).replaceFirst("");
                sets.addFirst(shortened(Printable.line(name)));
            }
        }
        return String.join("; ", sets);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
