package dev.stampede.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What scenarios must keep. Rules and texts are k6's ({@code lib/executor/base_config.go}, {@code lib/executors.go}). */
public final class ScenarioRules {
    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z_-]+");
    private static final Duration LATEST =
            Duration.ofDays(33_000); // with a profile and its grace, a long of nanoseconds

    private ScenarioRules() {}

    /** Everything that is wrong with them, a line for each scenario; empty when nothing is. */
    public static List<String> problems(List<Scenario> scenarios) {
        List<String> lines = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Scenario scenario : scenarios) {
            List<String> problems = problems(scenario);
            if (!names.add(scenario.name())) {
                problems.add("there is another scenario of this name");
            }
            if (!problems.isEmpty()) {
                lines.add("scenario " + scenario.name() + " has configuration errors: " + String.join(", ", problems));
            }
        }
        return lines;
    }

    /** Everything that is wrong with one. */
    public static List<String> problems(Scenario scenario) {
        List<String> problems = new ArrayList<>();
        if (!NAME.matcher(scenario.name()).matches()) {
            problems.add("the scenario name should contain only numbers, latin letters, underscores, and dashes");
        }
        if (scenario.exec().isEmpty()) {
            problems.add("exec value cannot be empty");
        }
        if (scenario.startTime().isNegative()) {
            problems.add("the startTime can't be negative");
        }
        if (scenario.startTime().compareTo(LATEST) > 0) {
            problems.add("the startTime must be at most 792000h, but is "
                    + scenario.startTime().toHours() + "h");
        }
        problems.addAll(ProfileRules.problems(scenario.profile(), scenario.gracefulStop()));
        return problems;
    }
}
