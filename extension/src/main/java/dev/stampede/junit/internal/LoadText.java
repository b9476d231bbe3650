package dev.stampede.junit.internal;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile;
import java.time.Duration;

/** Says a load in a few words, such as {@code 3 VUs for 6s}. */
final class LoadText {
    private LoadText() {}

    static String of(LoadProfile profile) {
        return switch (profile) {
            case LoadProfile.ConstantVus p -> vus(p.vus()) + " for " + Durations.format(p.duration());
            case LoadProfile.SharedIterations p ->
                iterations(p.iterations()) + (p.vus() == 1 ? " by 1 VU" : " shared among " + vus(p.vus()));
            case LoadProfile.PerVuIterations p ->
                iterations(p.iterations()) + (p.vus() == 1 ? " by 1 VU" : " for each of " + vus(p.vus()));
            case LoadProfile.RampingVus p ->
                "up to " + vus(maxVus(p)) + " for "
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

    /** Most virtual users at one time. */
    static int maxVus(LoadProfile profile) {
        return switch (profile) {
            case LoadProfile.ConstantVus p -> p.vus();
            case LoadProfile.SharedIterations p -> p.vus();
            case LoadProfile.PerVuIterations p -> p.vus();
            case LoadProfile.RampingVus p ->
                p.stages().stream().mapToInt(LoadProfile.Stage::target).reduce(p.startVus(), Math::max);
            case LoadProfile.ConstantArrivalRate p -> p.maxVus();
            case LoadProfile.RampingArrivalRate p -> p.maxVus();
        };
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
