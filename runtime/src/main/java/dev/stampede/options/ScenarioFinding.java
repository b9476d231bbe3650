package dev.stampede.options;

import dev.stampede.engine.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To which of a scenario's values a broken rule belongs, and what to do about it: the engine's rules tell only what is
 * wrong.
 */
final class ScenarioFinding {
    private static final Pattern STAGE = Pattern.compile("stage (\\d+)");

    /** Part of a rule's text, keys of the values it speaks of, and what to do; the first that fits counts. */
    private static final List<Rule> RULES = List.of(
            new Rule("scenario name", "Rename the scenario.", List.of()),
            new Rule("another scenario of this name", "Rename one of them.", List.of()),
            new Rule("exec value", "Name a body, or leave exec out.", List.of("exec")),
            new Rule("startTime", "Use \"0s\" or more.", List.of("startTime")),
            new Rule("number of iterations (", "Use more iterations or fewer VUs.", List.of("iterations", "vus")),
            new Rule("number of VUs", "Use 1 or more.", List.of("vus")),
            new Rule("number of iterations", "Use 1 or more.", List.of("iterations")),
            new Rule("maxDuration", "Use \"1s\" or more.", List.of("maxDuration")),
            new Rule("duration of all stages", "Use shorter stages.", List.of("stages")),
            new Rule("either startVUs", "Use more VUs.", List.of("startVUs", "stages")),
            new Rule("duration for stage", "Use \"0s\" to jump to the target, or more.", List.of("duration")),
            new Rule("target for stage", "Use a number from 0 to 100000000.", List.of("target")),
            new Rule("stage has to be", "Give stages.", List.of()),
            new Rule("start VUs", "Use 0 or more.", List.of("startVUs")),
            new Rule("startVUs", "Use fewer VUs.", List.of("startVUs")),
            new Rule(
                    "iteration rate",
                    "Use 1 or more, with a longer timeUnit for less than one a second.",
                    List.of("rate")),
            new Rule("startRate", "Use 0 or more.", List.of("startRate")),
            new Rule("timeUnit", "Use a time such as \"1s\".", List.of("timeUnit")),
            new Rule("maxVUs can't be less", "Use more maxVUs, or leave it out.", List.of("maxVUs", "preAllocatedVUs")),
            new Rule("preAllocatedVUs", "Use 0 or more.", List.of("preAllocatedVUs")),
            new Rule("maxVUs", "Use 1 or more.", List.of("maxVUs")),
            new Rule(
                    "gracefulRampDown",
                    "Use \"0s\" to interrupt iterations at once, or more.",
                    List.of("gracefulRampDown")),
            new Rule("gracefulStop", "Use \"0s\" to interrupt iterations at once, or more.", List.of("gracefulStop")),
            new Rule("duration", "Use \"1s\" or more.", List.of("duration")));

    private record Rule(String part, String remedy, List<String> keys) {}

    private ScenarioFinding() {}

    /**
     * Adds the broken rule of a scenario to the problems.
     *
     * @param source where the scenario was given
     */
    static void add(String where, Scenario scenario, String broken, String source, Problems problems) {
        Rule rule = RULES.stream()
                .filter(one -> broken.contains(one.part()))
                .findFirst()
                .orElse(new Rule("", "Correct it.", List.of()));
        Map<String, String> values = ScenarioValues.of(scenario);
        boolean nameless = source.equals(Given.ANNOTATION) && scenario.name().equals(Scenario.DEFAULT);
        String path = nameless ? "" : "scenarios." + scenario.name() + ".";
        List<String> given = new ArrayList<>();
        Matcher stage = STAGE.matcher(broken);
        boolean inStage = stage.find() && !rule.keys().contains("stages");
        for (String key : rule.keys()) {
            String at = inStage ? "stages[" + (Integer.parseInt(stage.group(1)) - 1) + "]." + key : key;
            given.add(path + at + " = " + values.getOrDefault(at, "?"));
        }
        String what = given.isEmpty() ? "scenarios." + scenario.name() : String.join(" and ", given);
        problems.add(where, broken + ", given as " + what + " (from " + source + ")", rule.remedy());
    }
}
