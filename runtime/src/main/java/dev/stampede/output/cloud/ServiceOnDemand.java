package dev.stampede.output.cloud;

import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.config.CloudConfig;
import java.util.List;

/**
 * A service that is made ready when a run is about to begin, such as one in this process. Nobody can close a run there when this process
 * is gone, so there is no journal of it. Thread-safe.
 */
public interface ServiceOnDemand {

    /** What it is, for people: a word or two. */
    String describe();

    /**
     * Makes it ready.
     *
     * @return the stream's settings, with where it is
     * @throws dev.stampede.ConfigException if it cannot be had
     */
    CloudConfig ready(RunDescription run);

    /** Lines for the end of the summary: what else there is to know of a run that is over. */
    default List<String> report() {
        return List.of();
    }
}
