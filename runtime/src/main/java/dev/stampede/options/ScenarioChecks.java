package dev.stampede.options;

import dev.stampede.engine.Scenario;
import dev.stampede.engine.ScenarioRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks scenarios that were given in full. (k6: {@code lib/executor/base_config.go}.) */
final class ScenarioChecks {
    private ScenarioChecks() {}

    /** What is wrong is added to the problems, each with its value and where it was given. */
    static void check(String where, Given<List<Scenario>> scenarios, Problems problems) {
        Set<String> names = new HashSet<>();
        for (Scenario scenario : scenarios.value()) {
            for (String broken : ScenarioRules.problems(scenario)) {
                ScenarioFinding.add(where, scenario, broken, scenarios.source(), problems);
            }
            if (!names.add(scenario.name())) {
                problems.add(
                        where,
                        "there is another scenario of the name " + scenario.name() + " (from " + scenarios.source()
                                + ")",
                        "Rename one of them.");
            }
        }
    }
}
