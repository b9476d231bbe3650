package dev.stampede.options;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the flags of the command line say, which passes them on as configuration parameters {@code stampede.flag.…}; written
 * as in the environment.
 */
public final class FlagLayer {
    /** What the parameters begin with. */
    public static final String PREFIX = "stampede.flag.";

    private static final Map<String, String> OTHER_NAMES = Map.of("stages", "stage", "tags", "tag");

    private FlagLayer() {}

    /**
     * Reads them.
     *
     * @param parameters answers null for a parameter that is not set
     * @param problems to which what is wrong is added
     */
    public static OptionLayer read(Function<String, @Nullable String> parameters, Problems problems) {
        return TextReader.layer(
                        named -> parameters.apply(PREFIX + named.key()), named -> "flag " + flag(named.key()), problems)
                .build();
    }

    /** The flag of a setting, such as {@code --min-iteration-duration}. */
    static String flag(String key) {
        String words = OTHER_NAMES.getOrDefault(key, key).replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        return "--" + words.toLowerCase(Locale.ROOT);
    }
}
