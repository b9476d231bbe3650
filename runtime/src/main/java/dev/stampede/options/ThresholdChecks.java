package dev.stampede.options;

import dev.stampede.metrics.GoText;
import dev.stampede.run.LoadSchedules;
import dev.stampede.thresholds.LoadSchedule;
import dev.stampede.thresholds.ScopeRules;
import dev.stampede.thresholds.ThresholdSpec;
import java.util.List;

/** Checks what thresholds say of the load, which is known only when layers are merged: stages and times. */
final class ThresholdChecks {
    private ThresholdChecks() {}

    /** What is wrong is added to the problems, each with its value and where it was given. */
    static void check(Options options, String where, Problems problems) {
        Given<List<ThresholdSpec>> thresholds = options.get(Setting.THRESHOLDS);
        Given<Boolean> none = options.get(Setting.NO_THRESHOLDS);
        if (thresholds == null || (none != null && none.value())) {
            return;
        }
        LoadSchedule load = LoadSchedules.of(options.scenarios());
        for (ThresholdSpec spec : thresholds.value()) {
            if (ScopeRules.problems(spec).isEmpty()) {
                ScopeRules.misplaced(spec, load)
                        .ifPresent(broken -> problems.add(
                                where, text(spec, broken) + " (from " + thresholds.source() + ")", broken.remedy()));
            }
        }
    }

    private static String text(ThresholdSpec spec, ScopeRules.Broken broken) {
        return "threshold " + GoText.quote(spec.expression()) + " on " + spec.metric() + ": " + broken.what()
                + (broken.what().endsWith("?") ? " It was " : ", ") + "given as " + broken.attribute() + " = "
                + ScopeRules.value(spec, broken.attribute());
    }
}
