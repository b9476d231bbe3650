package dev.stampede.junit.internal;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Says a load in a few words, such as {@code 3 VUs for 6s}. */
final class LoadText {
    private LoadText() {}

    static String of(List<Scenario> scenarios) {
        return scenarios.size() == 1
                ? of(scenarios.getFirst().profile())
                : count(scenarios.size(), "scenario") + ": "
                        + scenarios.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    private static String of(LoadProfile profile) {
        return switch (profile) {
            case LoadProfile.ConstantVus p -> vus(p.vus()) + " for " + Durations.format(p.duration());
            case LoadProfile.SharedIterations p ->
                iterations(p.iterations()) + (p.vus() == 1 ? " by 1 VU" : " shared among " + vus(p.vus()));
            case LoadProfile.PerVuIterations p ->
                iterations(p.iterations()) + (p.vus() == 1 ? " by 1 VU" : " for each of " + vus(p.vus()));
            case LoadProfile.RampingVus p ->
                "up to " + vus(p.mostVus()) + " for "
                        + Durations.format(p.stages().stream()
                                .map(LoadProfile.Stage::duration)
                                .reduce(Duration.ZERO, Duration::plus))
                        + " over " + count(p.stages().size(), "stage");
            case LoadProfile.ConstantArrivalRate p ->
                rate(p.rate(), p.timeUnit()) + " for " + Durations.format(p.duration());
            case LoadProfile.RampingArrivalRate p ->
                "up to " + rate(p.highestRate(), p.timeUnit()) + " for " + Durations.format(p.total()) + " over "
                        + count(p.stages().size(), "stage");
        };
    }

    private static String rate(int rate, Duration timeUnit) {
        String unit = timeUnit.equals(Duration.ofSeconds(1)) ? "s" : Durations.format(timeUnit);
        return count(rate, "iteration") + "/" + unit;
    }

    static String vus(int count) {
        return count(count, "VU");
    }

    static String iterations(long count) {
        return count(count, "iteration");
    }

    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
