package dev.stampede.run;

import dev.stampede.engine.Scenario;
import dev.stampede.engine.ScenarioRules;
import java.util.ArrayList;
import java.util.List;

/** What {@link LoadOptions} must keep. */
final class OptionRules {
    private OptionRules() {}

    static List<String> problems(LoadOptions options, LoadScript script) {
        List<String> problems = new ArrayList<>(scenarios(options.scenarios()));
        for (Scenario scenario : options.scenarios()) {
            if (!scenario.exec().isEmpty() && !script.has(scenario.exec())) {
                problems.add(
                        "executor " + scenario.name() + ": function '" + scenario.exec() + "' not found in exports");
            }
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
        return problems;
    }

    /** One scenario that nobody gave a name is not spoken of as a scenario. */
    private static List<String> scenarios(List<Scenario> scenarios) {
        boolean unnamed = scenarios.size() == 1 && scenarios.getFirst().name().equals(Scenario.DEFAULT);
        return unnamed ? ScenarioRules.problems(scenarios.getFirst()) : ScenarioRules.problems(scenarios);
    }
}
