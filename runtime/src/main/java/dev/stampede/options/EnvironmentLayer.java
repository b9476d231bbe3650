package dev.stampede.options;

import dev.stampede.metrics.NearNames;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code K6_…} variables of the environment say. (k6: {@code internal/cmd/config.go}.) */
public final class EnvironmentLayer {
    private static final String PREFIX = "K6_";

    /** Of k6, but read elsewhere or of no use here. (k6: {@code internal/cmd/runtime_options.go}, {@code cmd/state}.) */
    private static final List<String> OTHERS = List.of(
            "K6_OUT",
            "K6_TYPE",
            "K6_CONFIG",
            "K6_ADDRESS",
            "K6_NO_COLOR",
            "K6_LOG_OUTPUT",
            "K6_LOG_FORMAT",
            "K6_SECRET_SOURCE",
            "K6_TRACES_OUTPUT",
            "K6_PROFILING_ENABLED",
            "K6_COMPATIBILITY_MODE",
            "K6_INCLUDE_SYSTEM_ENV_VARS",
            "K6_NEW_MACHINE_READABLE_SUMMARY",
            "K6_SHOW_CLOUD_LOGS",
            "K6_EXIT_ON_RUNNING");

    private EnvironmentLayer() {}

    /** k6 takes an empty text for none, but where it reads lists. */
    private static @Nullable String text(Map<String, String> environment, TextReader.Named named) {
        String text = named.variable() == null ? null : environment.get(named.variable());
        return text != null && text.isEmpty() && named.key().equals(Setting.USER_AGENT.key()) ? null : text;
    }

    /**
     * Reads them. An empty variable says nothing, but an empty list is a list. A variable that is not known, but nearly, is
     * warned of.
     *
     * @param environment such as {@link System#getenv()}
     * @param problems to which what is wrong is added
     */
    public static OptionLayer read(Map<String, String> environment, Problems problems) {
        OptionLayer.Builder layer = TextReader.layer(
                named -> text(environment, named), named -> "environment variable " + named.variable(), problems);
        List<String> known = Stream.concat(
                        Setting.all().stream().map(Setting::variable),
                        OtherOption.ALL.stream().map(OtherOption::variable))
                .filter(Objects::nonNull)
                .toList();
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name) && !OTHERS.contains(name))
                .sorted()
                .forEach(name -> {
                    List<String> near = NearNames.of(name, known);
                    if (!near.isEmpty()) {
                        layer.warn("environment variable " + name + " means nothing" + NearNames.hint(near));
                    }
                });
        return layer.build();
    }
}
