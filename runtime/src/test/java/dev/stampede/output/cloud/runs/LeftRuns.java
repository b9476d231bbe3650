package dev.stampede.output.cloud.runs;

import dev.stampede.clock.Clock;
import dev.stampede.output.cloud.config.CloudConfig;
import java.nio.file.Path;
import java.util.List;

/** Lets tests of other packages push what runs have left without waiting. */
public final class LeftRuns {
    private LeftRuns() {}

    /** As {@link LeftSpools#pushAll(List, CloudConfig)} does, on another clock. */
    public static List<LeftSpools.Push> pushAll(Path folder, CloudConfig service, Clock clock) {
        return LeftSpools.pushAll(OpenJournals.runs(folder), service, clock);
    }
}
