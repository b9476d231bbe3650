package dev.stampede.options;

import dev.stampede.metrics.NearNames;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What JUnit's configuration parameters {@code stampede.…} say; written as in the environment. */
public final class ParameterLayer {
    private static final String PREFIX = "stampede.";
    /** Those that are read elsewhere. */
    private static final List<String> OTHERS = List.of("attach", "mode", "out", "options", "secretSource");

    private static final List<String> OTHER_PREFIXES = List.of("stampede.cloud.", FlagLayer.PREFIX);

    private ParameterLayer() {}

    /**
     * Reads them.
     *
     * @param parameters answers null for a parameter that is not set
     * @param given names of those that are set, as far as they can be told; one that means nothing is warned of
     * @param problems to which what is wrong is added
     */
    public static OptionLayer read(
            Function<String, @Nullable String> parameters, Set<String> given, Problems problems) {
        OptionLayer.Builder layer = TextReader.layer(
                named -> parameters.apply(PREFIX + named.key()),
                named -> "configuration parameter '" + PREFIX + named.key() + "'",
                problems);
        List<String> known = Stream.of(
                        Setting.all().stream().map(Setting::key),
                        OtherOption.ALL.stream().map(OtherOption::key),
                        OTHERS.stream())
                .flatMap(keys -> keys)
                .toList();
        given.stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> OTHER_PREFIXES.stream().noneMatch(name::startsWith))
                .map(name -> name.substring(PREFIX.length()))
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(key -> {
                    List<String> near = NearNames.of(key, known).stream()
                            .map(PREFIX::concat)
                            .toList();
                    layer.warn("configuration parameter '" + PREFIX + key + "' means nothing" + NearNames.hint(near));
                });
        return layer.build();
    }
}
