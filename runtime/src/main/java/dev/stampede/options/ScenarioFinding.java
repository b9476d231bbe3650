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
    private static final String SHORTER = "Use a shorter time.";
    private static final String INTERRUPT = "Use \"0s\" to interrupt iterations at once, or more.";
    private static final Pattern STAGE = Pattern.compile("stage (\\d+)");

    /** Part of a rule's text, keys of the values it speaks of, and what to do; the first that fits counts. */
    private static final List<Rule> RULES = List.of(
            new Rule("scenario name", "Rename the scenario."),
            new Rule("exec value", "Name a body, or leave exec out.", "exec"),
            new Rule("duration of all stages", "Use shorter stages.", "stages"),
            new Rule("startTime must be at most", SHORTER, "startTime"),
            new Rule("maxDuration must be at most", SHORTER, "maxDuration"),
            new Rule("duration must be at most", SHORTER, "duration"),
            new Rule("timeUnit must be at most", SHORTER, "timeUnit"),
            new Rule("gracefulStop must be at most", SHORTER, "gracefulStop"),
            new Rule("startTime", "Use \"0s\" or more.", "startTime"),
            new Rule("maxDuration", "Use \"1s\" or more.", "maxDuration"),
            new Rule("duration must be", "Use \"1s\" or more.", "duration"),
            new Rule("timeUnit", "Use a time such as \"1s\".", "timeUnit"),
            new Rule("gracefulStop", INTERRUPT, "gracefulStop"),
            new Rule("gracefulRampDown", INTERRUPT, "gracefulRampDown"),
            new Rule("number of iterations (", "Use more iterations or fewer VUs.", "iterations", "vus"),
            new Rule("number of iterations", "Use 1 or more.", "iterations"),
            new Rule("number of VUs", "Use 1 or more.", "vus"),
            new Rule("at least one stage", "Give stages."),
            new Rule("duration for stage", "Use \"0s\" to jump to the target, or more.", "duration"),
            new Rule("the target for stage", "Use 0 or more.", "target"),
            new Rule("target for stage", "Use fewer VUs.", "target"),
            new Rule("either startVUs", "Use more VUs.", "startVUs", "stages"),
            new Rule("number of start VUs", "Use 0 or more.", "startVUs"),
            new Rule("startVUs exceed", "Use fewer VUs.", "startVUs"),
            new Rule("startRate", "Use 0 or more.", "startRate"),
            new Rule("iteration rate", "Use 1 or more, with a longer timeUnit for less than one a second.", "rate"),
            new Rule("maxVUs can't be less", "Use more maxVUs, or leave it out.", "maxVUs", "preAllocatedVUs"),
            new Rule("number of maxVUs", "Use 1 or more.", "maxVUs"),
            new Rule("preAllocatedVUs", "Use 0 or more.", "preAllocatedVUs"));

    private record Rule(String part, String remedy, List<String> keys) {
        Rule(String part, String remedy, String... keys) {
            this(part, remedy, List.of(keys));
        }
    }

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
                .orElse(new Rule("", "Correct it."));
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
