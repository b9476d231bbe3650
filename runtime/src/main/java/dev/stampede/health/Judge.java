package dev.stampede.health;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says whether figures show that the generator could not drive the load. Pure functions. The limits are wide on purpose: a run
 * on a busy build machine with two processors, the system under test in the same JVM, is conclusive as long as what it measured
 * is mostly the system's.
 */
final class Judge {
    /** Fewer seconds say nothing: one full collection or one noisy neighbour would decide. */
    static final Duration LEAST_MEASURED = Duration.ofSeconds(5);
    /** A lag that people would not notice either; build machines have 10 to 50 ms at times. */
    static final double LAG_ALWAYS_FINE_MILLIS = 100;
    /** Of what is measured: beyond a fifth a threshold on it says more about the generator than about the system. */
    static final double LAG_SHARE_OF_LATENCY = 0.2;
    /** Twice what a badly configured but working JVM needs; here every fifth wake-up meets a pause. */
    static final double GC_PAUSES = 0.2;
    /** The load was not the one asked for; fewer are usual when it begins or a user is slow. */
    static final double MISSED = 0.05;

    /** As busy as this, virtual users wait for a processor. */
    static final double CPU_BUSY = 0.9;
    /** With the share above, enough to make an arrival find no free user. */
    static final double LAG_THAT_EXPLAINS_MILLIS = 50;

    static final double GC_THAT_EXPLAINS = 0.1;
    /** Of the time of all carriers, of which there is one for each processor. */
    static final double PINNED_THAT_EXPLAINS = 0.1;

    private Judge() {}

    /**
     * What was wrong, each with its cause as far as it is known, and at last how far latencies may be off; empty when nothing
     * was.
     */
    static List<String> findings(Figures f, Figures.Latency latency) {
        if (f.measured().compareTo(LEAST_MEASURED) < 0) {
            return List.of();
        }
        List<String> findings = new ArrayList<>();
        lag(f, latency, findings);
        if (f.gcPauses() > GC_PAUSES) {
            findings.add("garbage collection kept every virtual user waiting for " + percent(f.gcPauses())
                    + " of the time (limit " + percent(GC_PAUSES) + ")");
        }
        missed(f, latency, findings);
        if (!findings.isEmpty()) {
            findings.add(inflation(f, latency));
        }
        return List.copyOf(findings);
    }

    private static void lag(Figures f, Figures.Latency latency, List<String> findings) {
        double part = partOf(latency);
        double limit = Math.max(LAG_ALWAYS_FINE_MILLIS, part);
        if (f.sustainedLagMillis() <= limit) {
            return;
        }
        String why = part > LAG_ALWAYS_FINE_MILLIS
                ? ", " + percent(LAG_SHARE_OF_LATENCY) + " of the p(95) of " + latency.metric()
                : "";
        findings.add("virtual users were woken up to " + millis(f.lagMillis()) + " late (p(95); limit " + millis(limit)
                + why + "): " + String.join("; ", causes(f)));
    }

    private static double partOf(Figures.Latency latency) {
        return latency.metric().isEmpty() ? 0 : LAG_SHARE_OF_LATENCY * latency.p95Millis();
    }

    private static List<String> causes(Figures f) {
        List<String> causes = new ArrayList<>();
        boolean busy = f.cpu() >= CPU_BUSY;
        if (busy) {
            causes.add(cpu(f));
        }
        if (f.gcPauses() > GC_THAT_EXPLAINS) {
            causes.add(gc(f));
        }
        double carriers = f.measured().toNanos() * f.processors();
        if (f.pinnedTime().toNanos() / carriers > PINNED_THAT_EXPLAINS) {
            causes.add("virtual threads kept their carriers while they waited, "
                    + f.pinned() + (f.pinned() == 1 ? " time, " : " times, ")
                    + seconds(f.pinnedTime().toNanos() / 1e9) + " in all");
        }
        if (!busy && f.machineLoad() >= CPU_BUSY) {
            causes.add("other processes used the machine, " + percent(f.machineLoad()) + " busy"
                    + (Double.isNaN(f.cpu()) ? "" : ", only " + percent(f.cpu()) + " of it by this JVM"));
        }
        if (causes.isEmpty()) {
            causes.add("something kept the threads that run virtual users, or the whole JVM, from running");
        }
        return causes;
    }

    /** Dropped iterations alone are the system's slowness, or too few virtual users. */
    private static void missed(Figures f, Figures.Latency latency, List<String> findings) {
        double missed = f.arrivals().missed();
        if (missed <= MISSED) {
            return;
        }
        List<String> why = new ArrayList<>();
        if (f.cpu() >= CPU_BUSY) {
            why.add(cpu(f));
        }
        if (f.sustainedLagMillis() > Math.max(LAG_THAT_EXPLAINS_MILLIS, partOf(latency))) {
            why.add("virtual users were woken up to " + millis(f.lagMillis()) + " late (p(95))");
        }
        if (f.gcPauses() > GC_THAT_EXPLAINS) {
            why.add(gc(f));
        }
        if (!why.isEmpty()) {
            findings.add(percent(missed) + " of the iterations that were due were not begun (limit " + percent(MISSED)
                    + "): " + String.join("; ", why));
        }
    }

    private static String cpu(Figures f) {
        return "this JVM used " + percent(f.cpu()) + " of "
                + (f.processors() == 1 ? "one processor" : number(f.processors()) + " processors");
    }

    private static String gc(Figures f) {
        return "garbage collection took " + percent(f.gcPauses()) + " of the time";
    }

    private static String inflation(Figures f, Figures.Latency latency) {
        if (latency.metric().isEmpty()) {
            return "times may be too long by up to " + millis(f.lagMillis());
        }
        double lag = Math.min(f.lagMillis(), latency.p95Millis());
        double share = latency.p95Millis() > 0 ? lag / latency.p95Millis() : 0;
        return "up to " + millis(lag) + " of the " + millis(latency.p95Millis()) + " that " + latency.metric()
                + " has at p(95) may be the generator's own (" + percent(share) + ")";
    }

    private static String number(double processors) {
        return new BigDecimal(processors)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    static String millis(double millis) {
        return millis < 10 ? String.format(Locale.ROOT, "%.1f ms", millis) : Math.round(millis) + " ms";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
