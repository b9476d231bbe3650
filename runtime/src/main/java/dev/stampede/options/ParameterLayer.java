package dev.stampede.options;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What JUnit's configuration parameters {@code stampede.…} say; written as in the environment. */
public final class ParameterLayer {
    private static final String PREFIX = "stampede.";

    private ParameterLayer() {}

    /**
     * Reads them.
     *
     * @param parameters answers null for a parameter that is not set
     * @param problems to which what is wrong is added
     */
    public static OptionLayer read(Function<String, @Nullable String> parameters, Problems problems) {
        OptionLayer.Builder layer = TextReader.layer(
                named -> parameters.apply(PREFIX + named.key()),
                named -> "configuration parameter '" + PREFIX + named.key() + "'",
                problems);
        return layer.build();
    }
}
