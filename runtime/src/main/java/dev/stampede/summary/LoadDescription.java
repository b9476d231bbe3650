package dev.stampede.summary;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Portion;
import dev.stampede.engine.Scenario;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A load profile in words. (k6: {@code GetDescription} in {@code lib/executor/*.go}.) */
public final class LoadDescription {

    private LoadDescription() {}

    /**
     * Such as {@code 3 looping VUs for 6s (gracefulStop: 30s)}.
     *
     * @param share the part of the load that is run; the numbers are its own
     */
    public static String describe(Scenario scenario, Share share) {
        List<String> facts = new ArrayList<>();
        String words = words(scenario.profile(), Portion.of(scenario.profile(), share), facts);
        if (!scenario.exec().equals(Scenario.DEFAULT)) {
            facts.add("exec: " + scenario.exec());
        }
        if (scenario.startTime().isPositive()) {
            facts.add("startTime: " + Durations.format(scenario.startTime()));
        }
        if (scenario.gracefulStop().isPositive()) {
            facts.add("gracefulStop: " + Durations.format(scenario.gracefulStop()));
        }
        return facts.isEmpty() ? words : words + " (" + String.join(", ", facts) + ")";
    }

    private static String words(LoadProfile profile, Portion portion, List<String> facts) {
        return switch (profile) {
            case LoadProfile.ConstantVus p -> portion.vus() + " looping VUs for " + Durations.format(p.duration());
            case LoadProfile.SharedIterations p -> {
                facts.add("maxDuration: " + Durations.format(p.maxDuration()));
                yield portion.iterations() + " iterations shared among " + portion.vus() + " VUs";
            }
            case LoadProfile.PerVuIterations p -> {
                facts.add("maxDuration: " + Durations.format(p.maxDuration()));
                yield p.iterations() + " iterations for each of " + portion.vus() + " VUs";
            }
            case LoadProfile.RampingVus p -> {
                facts.add("gracefulRampDown: " + Durations.format(p.gracefulRampDown()));
                yield "Up to " + portion.vus() + " looping VUs for " + Durations.format(p.total()) + " over "
                        + p.stages().size() + " stages";
            }
            case LoadProfile.ConstantArrivalRate p -> {
                facts.add(users(portion));
                yield rate(perSecond(p.rate(), p.timeUnit(), portion)) + " for " + Durations.format(p.duration());
            }
            case LoadProfile.RampingArrivalRate p -> {
                facts.add(users(portion));
                yield "Up to " + rate(perSecond(p.highestRate(), p.timeUnit(), portion)) + " for "
                        + Durations.format(p.total()) + " over " + p.stages().size() + " stages";
            }
        };
    }

    private static String users(Portion portion) {
        return "maxVUs: " + portion.preAllocatedVus()
                + (portion.vus() > portion.preAllocatedVus() ? "-" + portion.vus() : "");
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%.2f iterations/s", perSecond);
    }

    /** A rate of the whole load as this portion has it. */
    static double perSecond(double rate, Duration timeUnit, Portion portion) {
        return rate / (timeUnit.toNanos() / 1e9) * portion.iterationShare().fraction();
    }
}
