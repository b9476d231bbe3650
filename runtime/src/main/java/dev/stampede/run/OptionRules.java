package dev.stampede.run;

import dev.stampede.engine.Portion;
import dev.stampede.engine.Scenario;
import dev.stampede.engine.ScenarioRules;
import java.util.ArrayList;
import java.util.List;

/** What {@link LoadOptions} must keep. */
final class OptionRules {
    private static final int LEAST_BYTES_PER_VU = 2048;

    private OptionRules() {}

    static List<String> problems(LoadOptions options, LoadScript script) {
        List<String> problems = new ArrayList<>(scenarios(options.scenarios()));
        for (Scenario scenario : options.scenarios()) {
            if (!scenario.exec().isEmpty() && !script.has(scenario.exec())) {
                problems.add(
                        "executor " + scenario.name() + ": function '" + scenario.exec() + "' not found in exports");
            }
        }
        if (problems.isEmpty()) {
            heap(options, problems);
        }
        if (options.name().isBlank()) {
            problems.add("the run needs a name, but it is blank");
        }
        if (options.minIterationDuration().isNegative()) {
            problems.add("minIterationDuration can't be negative");
        }
        if (options.setupTimeout().isNegative() || options.setupTimeout().isZero()) {
            problems.add("setupTimeout must be positive");
        }
        if (options.teardownTimeout().isNegative() || options.teardownTimeout().isZero()) {
            problems.add("teardownTimeout must be positive");
        }
        if (!options.shutdownTimeout().isPositive()) {
            problems.add("shutdownTimeout must be positive");
        }
        return problems;
    }

    /** What cannot fit is told before it is tried; most bodies need far more than this. */
    private static void heap(LoadOptions options, List<String> problems) {
        long most = Runtime.getRuntime().maxMemory() / LEAST_BYTES_PER_VU;
        for (Scenario scenario : options.scenarios()) {
            int vus = Portion.of(scenario.profile(), options.share()).vus();
            if (vus > most) {
                problems.add(
                        "scenario " + scenario.name() + " asks for " + vus + " virtual users, but not more than " + most
                                + " fit into the heap of this JVM, at " + LEAST_BYTES_PER_VU
                                + " bytes each; use fewer, give the JVM more heap (-Xmx), or divide the load into execution"
                                + " segments");
            }
        }
    }

    /** One scenario that nobody gave a name is not spoken of as a scenario. */
    private static List<String> scenarios(List<Scenario> scenarios) {
        boolean unnamed = scenarios.size() == 1 && scenarios.getFirst().name().equals(Scenario.DEFAULT);
        return unnamed ? ScenarioRules.problems(scenarios.getFirst()) : ScenarioRules.problems(scenarios);
    }
}
