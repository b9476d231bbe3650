package dev.stampede.summary;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile;
import java.time.Duration;
import java.util.List;

/** How far a load profile is, as a number and in words. (k6: {@code lib/executor/*.go}.) */
final class ProfileProgress {

    private ProfileProgress() {}

    static double fraction(LoadProfile profile, Duration spent, long done) {
        double fraction = switch (profile) {
            case LoadProfile.ConstantVus p -> share(spent, p.duration());
            case LoadProfile.RampingVus p -> share(spent, p.total());
            case LoadProfile.SharedIterations p -> (double) done / Math.max(1, p.iterations());
            case LoadProfile.PerVuIterations p -> (double) done / Math.max(1, p.total());
        };
        return Math.clamp(fraction, 0, 1);
    }

    private static double share(Duration spent, Duration of) {
        return of.isPositive() ? (double) spent.toNanos() / of.toNanos() : 1;
    }

    static List<String> columns(LoadProfile profile, Duration spent, int vus, long done) {
        return switch (profile) {
            case LoadProfile.ConstantVus p -> List.of(p.vus() + " VUs", time(spent, p.duration()));
            case LoadProfile.RampingVus p -> {
                int maxVus = p.mostVus();
                yield List.of(FixedLength.number(vus, maxVus) + "/" + maxVus + " VUs", rampTime(spent, p.total()));
            }
            case LoadProfile.SharedIterations p ->
                List.of(
                        p.vus() + " VUs",
                        FixedLength.time(spent, p.maxDuration()) + "/" + Durations.format(p.maxDuration()),
                        FixedLength.number(done, p.iterations()) + "/" + p.iterations() + " shared iters");
            case LoadProfile.PerVuIterations p -> {
                long total = p.total();
                yield List.of(
                        p.vus() + " VUs",
                        time(spent, p.maxDuration()),
                        FixedLength.number(done, total) + "/" + total + " iters, " + p.iterations() + " per VU");
            }
        };
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
