package dev.stampede.options;

import java.util.Map;

/** What {@code K6_…} variables of the environment say. (k6: {@code internal/cmd/config.go}.) */
public final class EnvironmentLayer {
    private EnvironmentLayer() {}

    /**
     * Reads them. An empty variable says nothing, but an empty list is a list.
     *
     * @param environment such as {@link System#getenv()}
     * @param problems to which what is wrong is added
     */
    public static OptionLayer read(Map<String, String> environment, Problems problems) {
        return TextReader.layer(
                named -> named.variable() == null ? null : environment.get(named.variable()),
                named -> "environment variable " + named.variable(),
                problems);
    }
}
