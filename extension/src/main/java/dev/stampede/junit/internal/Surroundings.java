package dev.stampede.junit.internal;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where settings come from besides annotations and files.
 *
 * @param parameters JUnit's configuration parameters, JVM properties among them; null for one that is not set
 * @param environment the environment
 */
record Surroundings(Function<String, @Nullable String> parameters, Map<String, String> environment) {

    static Surroundings of(ExtensionContext context) {
        return new Surroundings(name -> context.getConfigurationParameter(name).orElse(null), System.getenv());
    }
}
