package dev.stampede.summary;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Portion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How far a load profile is, as a number and in words. (k6: {@code lib/executor/*.go}.) */
final class ProfileProgress {

    private ProfileProgress() {}

    static double fraction(LoadProfile profile, Portion portion, Duration spent, long done) {
        double fraction = switch (profile) {
            case LoadProfile.ConstantVus p -> share(spent, p.duration());
            case LoadProfile.RampingVus p -> share(spent, p.total());
            case LoadProfile.SharedIterations p -> (double) done / Math.max(1, portion.iterations());
            case LoadProfile.PerVuIterations p -> (double) done / Math.max(1, portion.iterations());
            case LoadProfile.ConstantArrivalRate p -> share(spent, p.duration());
            case LoadProfile.RampingArrivalRate p -> share(spent, p.total());
        };
        return Math.clamp(fraction, 0, 1);
    }

    private static double share(Duration spent, Duration of) {
        return of.isPositive() ? (double) spent.toNanos() / of.toNanos() : 1;
    }

    /**
     * @param vus users that are at work
     * @param allocated users the scenario has
     */
    static List<String> columns(
            LoadProfile profile, Portion portion, Duration spent, int vus, int allocated, long done) {
        return switch (profile) {
            case LoadProfile.ConstantVus p -> List.of(portion.vus() + " VUs", time(spent, p.duration()));
            case LoadProfile.RampingVus p -> {
                int maxVus = portion.vus();
                yield List.of(FixedLength.number(vus, maxVus) + "/" + maxVus + " VUs", rampTime(spent, p.total()));
            }
            case LoadProfile.SharedIterations p -> {
                long total = portion.iterations();
                yield List.of(
                        portion.vus() + " VUs",
                        FixedLength.time(spent, p.maxDuration()) + "/" + Durations.format(p.maxDuration()),
                        FixedLength.number(done, total) + "/" + total + " shared iters");
            }
            case LoadProfile.PerVuIterations p -> {
                long total = portion.iterations();
                yield List.of(
                        portion.vus() + " VUs",
                        time(spent, p.maxDuration()),
                        FixedLength.number(done, total) + "/" + total + " iters, " + p.iterations() + " per VU");
            }
            case LoadProfile.ConstantArrivalRate p -> {
                double rate = LoadDescription.perSecond(p.rate(), p.timeUnit(), portion);
                yield arrivals(vus, allocated, portion, time(spent, p.duration()), rate, rate);
            }
            case LoadProfile.RampingArrivalRate p -> {
                double rate = LoadDescription.perSecond(p.rateAt(spent), p.timeUnit(), portion);
                double highest = LoadDescription.perSecond(p.highestRate(), p.timeUnit(), portion);
                yield arrivals(vus, allocated, portion, time(spent, p.total()), rate, highest);
            }
        };
    }

    private static List<String> arrivals(
            int vus, int allocated, Portion portion, String time, double rate, double highest) {
        String users = FixedLength.number(vus, portion.vus()) + "/" + FixedLength.number(allocated, portion.vus());
        int width = String.format(Locale.ROOT, "%.2f", highest).length();
        return List.of(users + " VUs", time, String.format(Locale.ROOT, "%0" + width + ".2f iters/s", rate));
    }

    private static String time(Duration spent, Duration of) {
        String whole = Durations.format(of);
        return spent.compareTo(of) > 0 ? whole : FixedLength.time(spent, of) + "/" + whole;
    }

    private static String rampTime(Duration spent, Duration of) {
        return spent.compareTo(of) > 0
                ? Durations.format(of)
                : FixedLength.time(spent, of) + "/" + FixedLength.time(of, of);
    }
}
