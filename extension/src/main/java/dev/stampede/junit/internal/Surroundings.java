package dev.stampede.junit.internal;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where settings come from besides annotations and files.
 *
 * @param parameters JUnit's configuration parameters, JVM properties among them; null for one that is not set
 * @param given names of the parameters that are set, as far as they can be told: JVM properties
 * @param environment the environment
 */
record Surroundings(Function<String, @Nullable String> parameters, Set<String> given, Map<String, String> environment) {

    /** Nothing is known of what is set. */
    Surroundings(Function<String, @Nullable String> parameters, Map<String, String> environment) {
        this(parameters, Set.of(), environment);
    }

    static Surroundings of(ExtensionContext context) {
        return new Surroundings(
                name -> context.getConfigurationParameter(name).orElse(null),
                System.getProperties().stringPropertyNames(),
                System.getenv());
    }
}
