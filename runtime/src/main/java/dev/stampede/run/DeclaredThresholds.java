package dev.stampede.run;

import dev.stampede.ConfigException;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.thresholds.Thresholds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The thresholds that a run's options declare. Pure functions. */
final class DeclaredThresholds {
    private DeclaredThresholds() {}

    /**
     * Those of a run, the default one on failed iterations among them.
     *
     * @throws ConfigException naming everything that is wrong with them, and with the options
     */
    static Thresholds compile(LoadOptions o, LoadScript script, MetricRegistry registry) {
        List<String> problems = new ArrayList<>(OptionRules.problems(o, script));
        try {
            Thresholds compiled = Thresholds.compile(specs(o), registry, LoadSchedules.of(o.scenarios()));
            if (problems.isEmpty()) {
                return compiled;
            }
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        throw new ConfigException(problems);
    }

    /**
     * Declared thresholds, and the default one on failed iterations unless one of those replaces it. One that judges a part of
     * the load does not: of the rest it says nothing.
     */
    private static List<ThresholdSpec> specs(LoadOptions o) {
        List<ThresholdSpec> specs = new ArrayList<>(o.thresholds());
        if (specs.stream().noneMatch(DeclaredThresholds::replacesDefault)) {
            specs.add(new ThresholdSpec("iterations_failed", "rate==0", false, null, false));
        }
        return specs;
    }

    private static boolean replacesDefault(ThresholdSpec spec) {
        return spec.metric().strip().equals("iterations_failed") && spec.after() == null && spec.during() == null;
    }

    /** What outputs are told of: expressions by metric, in order of declaration. */
    static Map<String, List<String>> forOutputs(LoadOptions options) {
        Map<String, List<String>> declared = new LinkedHashMap<>();
        for (ThresholdSpec spec : options.thresholds()) {
            if (spec.scoped()) {
                continue; // taken for one of all the run, it would be judged wrongly
            }
            declared.computeIfAbsent(spec.metric(), m -> new ArrayList<>()).add(spec.expression());
        }
        return declared;
    }
}
