package dev.stampede.summary;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A load profile in words. (k6: {@code GetDescription} in {@code lib/executor/*.go}.) */
public final class LoadDescription {

    private LoadDescription() {}

    /** Such as {@code 3 looping VUs for 6s (gracefulStop: 30s)}. */
    public static String describe(LoadProfile profile, Duration gracefulStop) {
        List<String> facts = new ArrayList<>();
        String words = switch (profile) {
            case LoadProfile.ConstantVus p -> p.vus() + " looping VUs for " + Durations.format(p.duration());
            case LoadProfile.SharedIterations p -> {
                facts.add("maxDuration: " + Durations.format(p.maxDuration()));
                yield p.iterations() + " iterations shared among " + p.vus() + " VUs";
            }
            case LoadProfile.PerVuIterations p -> {
                facts.add("maxDuration: " + Durations.format(p.maxDuration()));
                yield p.iterations() + " iterations for each of " + p.vus() + " VUs";
            }
            case LoadProfile.RampingVus p -> {
                facts.add("gracefulRampDown: " + Durations.format(p.gracefulRampDown()));
                yield "Up to " + p.mostVus() + " looping VUs for " + Durations.format(p.total()) + " over "
                        + p.stages().size() + " stages";
            }
        };
        if (gracefulStop.isPositive()) {
            facts.add("gracefulStop: " + Durations.format(gracefulStop));
        }
        return facts.isEmpty() ? words : words + " (" + String.join(", ", facts) + ")";
    }
}
