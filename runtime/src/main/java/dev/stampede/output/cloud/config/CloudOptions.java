package dev.stampede.output.cloud.config;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a run's options in k6's JSON say of the cloud: its name there and its project. Never the token. Pure functions. */
public final class CloudOptions {
    private static final String KEY = "cloud";

    private CloudOptions() {}

    /**
     * The options with {@code cloud} filled in, where they have the key and nothing in it. (k6: {@code cloudapi/config.go}, the
     * part of a configuration that scripts may set.)
     *
     * @param options in the shape of k6's JSON
     * @param name the run's own name
     */
    public static Map<String, @Nullable Object> filledIn(
            Map<String, @Nullable Object> options, CloudConfig config, String name) {
        if (!options.containsKey(KEY) || options.get(KEY) != null) {
            return options;
        }
        Map<String, @Nullable Object> cloud = new TreeMap<>();
        cloud.put(CloudSetting.NAME.key(), config.name().orElse(name));
        config.projectOrDefault().ifPresent(project -> cloud.put(CloudSetting.PROJECT_ID.key(), project));
        Map<String, @Nullable Object> filled = new TreeMap<>(options);
        filled.put(KEY, cloud);
        return filled;
    }
}
