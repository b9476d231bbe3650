package dev.stampede.output;

import dev.stampede.metrics.SystemTag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is going to be run.
 *
 * @param name name of the run
 * @param maxVus most virtual users there may be at one time
 * @param duration longest time the load may take, graceful stop included
 * @param thresholds declared thresholds that judge all of the run: expressions by metric, in order of declaration. Those of
 *     windows or parts of it are not among them, as whoever knows only the expression would judge them wrongly
 * @param systemTags system tags that are set
 * @param folder for what is to be kept on disk; need not be there
 * @param options the run's options in the shape of k6's JSON: maps, lists, texts, numbers, booleans and null
 * @param archive what the run is made of; empty when nothing is known of it
 */
public record RunDescription(
        String name,
        int maxVus,
        Duration duration,
        Map<String, List<String>> thresholds,
        Set<SystemTag> systemTags,
        Path folder,
        Map<String, @Nullable Object> options,
        Optional<RunArchive> archive) {

    /** A run of which neither options nor archive are known. */
    public RunDescription(
            String name,
            int maxVus,
            Duration duration,
            Map<String, List<String>> thresholds,
            Set<SystemTag> systemTags,
            Path folder) {
        this(name, maxVus, duration, thresholds, systemTags, folder, Map.of(), Optional.empty());
    }
}
