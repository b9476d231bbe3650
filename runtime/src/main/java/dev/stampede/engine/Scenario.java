package dev.stampede.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * A load profile with what belongs to it; a run has one or several, side by side or one after the other. Values are checked
 * when the run starts. (k6: {@code lib/executor/base_config.go}.)
 *
 * @param name letters, digits, {@code _} and {@code -}; the tag {@code scenario} of its samples
 * @param profile how users and iterations come about
 * @param startTime time from the start of the load to its own start, zero or more
 * @param gracefulStop how long running iterations may take to finish after the profile's end; zero interrupts at once
 * @param exec which of the script's bodies it runs
 * @param env settings that {@link dev.stampede.Vu#env} gives its users before those of the environment
 * @param tags tags of its samples
 */
public record Scenario(
        String name,
        LoadProfile profile,
        Duration startTime,
        Duration gracefulStop,
        String exec,
        Map<String, String> env,
        Map<String, String> tags) {

    /** Name of a scenario, and of a body, unless told otherwise. */
    public static final String DEFAULT = "default";

    /** {@link #gracefulStop()} unless told otherwise: 30 s. */
    public static final Duration DEFAULT_GRACEFUL_STOP = Duration.ofSeconds(30);

    public Scenario {
        requireNonNull(name, "name");
        requireNonNull(profile, "profile");
        requireNonNull(startTime, "startTime");
        requireNonNull(gracefulStop, "gracefulStop");
        requireNonNull(exec, "exec");
        env = Map.copyOf(env);
        tags = Map.copyOf(tags);
    }

    /** A scenario that starts at once, runs the script's default body and has neither settings nor tags. */
    public static Scenario of(String name, LoadProfile profile) {
        return new Scenario(name, profile, Duration.ZERO, DEFAULT_GRACEFUL_STOP, DEFAULT, Map.of(), Map.of());
    }

    /** The same with another start. */
    public Scenario startingAfter(Duration value) {
        return new Scenario(name, profile, value, gracefulStop, exec, env, tags);
    }

    /** The same with another grace. */
    public Scenario withGracefulStop(Duration value) {
        return new Scenario(name, profile, startTime, value, exec, env, tags);
    }

    /** The same with another body. */
    public Scenario running(String value) {
        return new Scenario(name, profile, startTime, gracefulStop, value, env, tags);
    }

    /** The same with these settings. */
    public Scenario withEnv(Map<String, String> value) {
        return new Scenario(name, profile, startTime, gracefulStop, exec, value, tags);
    }

    /** The same with these tags. */
    public Scenario withTags(Map<String, String> value) {
        return new Scenario(name, profile, startTime, gracefulStop, exec, env, value);
    }

    /** The same with another profile. */
    public Scenario withProfile(LoadProfile value) {
        return new Scenario(name, value, startTime, gracefulStop, exec, env, tags);
    }
}
