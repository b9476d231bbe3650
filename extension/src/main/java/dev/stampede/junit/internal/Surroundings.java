package dev.stampede.junit.internal;

import dev.stampede.options.FlagLayer;
import dev.stampede.options.Given;
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

    /**
     * A setting that is not in the table of settings: what a flag says, else the environment, else a configuration parameter;
     * null when none of them says anything.
     *
     * @param key of flag and parameter
     * @param variable in the environment; null for none
     */
    @Nullable
    Given<String> find(String key, @Nullable String variable) {
        Given<String> given = given(parameters.apply(FlagLayer.PREFIX + key), "flag --" + key);
        if (given == null && variable != null) {
            given = given(environment.get(variable), "environment variable " + variable);
        }
        String parameter = "stampede." + key;
        return given != null
                ? given
                : given(parameters.apply(parameter), "configuration parameter '" + parameter + "'");
    }

    private static @Nullable Given<String> given(@Nullable String text, String source) {
        return text == null || text.isBlank() ? null : new Given<>(text, source);
    }

    static Surroundings of(ExtensionContext context) {
        return new Surroundings(
                name -> context.getConfigurationParameter(name).orElse(null),
                System.getProperties().stringPropertyNames(),
                System.getenv());
    }
}
