package dev.stampede.junit.internal;

import dev.stampede.engine.ProfileRules;
import dev.stampede.engine.ScenarioRules;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to do about a rule of {@link ProfileRules} or {@link ScenarioRules} that was broken. Immutable.
 *
 * @param settings the attributes it is about
 * @param remedy a sentence
 */
record RuleAdvice(List<String> settings, String remedy) {
    private static final List<Entry> ENTRIES = List.of(
            entry("the number of VUs must be more than 0", "Use 1 or more, or leave vus out for 1.", "vus"),
            entry(
                    "the number of iterations \\(.*",
                    "Use more iterations or fewer VUs; the VUs share the iterations.",
                    "iterations",
                    "vus"),
            entry(
                    "the number of iterations must be more than 0",
                    "Use 1 or more, or leave iterations out for 1.",
                    "iterations"),
            entry("the duration must be at least .*", "Use \"1s\" or more.", "duration"),
            entry(
                    "the maxDuration must be at least .*",
                    "Use \"1s\" or more, or leave maxDuration out for 10m.",
                    "maxDuration"),
            entry("the duration of all stages must be at most .*", "Use shorter stages.", "stages"),
            entry("the (\\w+) must be at most .*", "Use a shorter time.", "$1"),
            entry(
                    "the number of start VUs can't be negative",
                    "Use 0 or more, or leave startVus out for 1.",
                    "startVus"),
            entry("the startVUs exceed max limit .*", "Use fewer VUs.", "startVus"),
            entry(
                    "either startVUs or one of the stages' target values .*",
                    "Give a stage a target of 1 or more.",
                    "startVus",
                    "stages"),
            entry(
                    "the gracefulRampDown timeout can't be negative",
                    "Use \"0s\" to interrupt iterations at once, or leave gracefulRampDown out for 30s.",
                    "gracefulRampDown"),
            entry(
                    "the gracefulStop timeout can't be negative",
                    "Use \"0s\" to interrupt iterations at once, or leave gracefulStop out for 30s.",
                    "gracefulStop"),
            entry(
                    "at least one stage has to be specified",
                    "Write stages = @Stage(duration = \"30s\", target = 10), or several in braces."),
            entry(
                    "the duration for stage (\\d+) can't be negative",
                    "Use \"0s\" to jump to the target, or more.",
                    "duration of stage $1"),
            entry("the target for stage (\\d+) can't be negative", "Use 0 or more.", "target of stage $1"),
            entry("target for stage (\\d+) exceeds max limit .*", "Use fewer VUs.", "target of stage $1"),
            entry(
                    "the iteration rate must be more than 0",
                    "Use 1 or more; a longer timeUnit makes the rate smaller.",
                    "rate"),
            entry("the startRate value can't be negative", "Use 0 or more, or leave startRate out for 0.", "startRate"),
            entry(
                    "the timeUnit must be more than 0",
                    "Use a time such as \"1s\" or \"1m\", or leave timeUnit out for 1s.",
                    "timeUnit"),
            entry("the number of preAllocatedVUs can't be negative", "Use 0 or more.", "preAllocatedVus"),
            entry(
                    "maxVUs can't be less than preAllocatedVUs",
                    "Use more, or leave maxVus out for as many as preAllocatedVus.",
                    "maxVus",
                    "preAllocatedVus"),
            entry("the number of maxVUs must be more than 0.*", "Use 1 or more.", "maxVus", "preAllocatedVus"),
            entry(
                    "the startTime can't be negative",
                    "Use a time such as \"30s\", or leave startTime out to start at once.",
                    "startTime"));

    /** For rules that are newer than this list. */
    private static final RuleAdvice UNKNOWN = new RuleAdvice(List.of(), "Change the annotation.");

    /**
     * @param settings may refer to the text's groups
     */
    private record Entry(Pattern text, List<String> settings, String remedy) {}

    private static Entry entry(String text, String remedy, String... settings) {
        return new Entry(Pattern.compile(text), List.of(settings), remedy);
    }

    /** What to do about this one. */
    static RuleAdvice on(String brokenRule) {
        for (Entry entry : ENTRIES) {
            Matcher matcher = entry.text().matcher(brokenRule);
            if (matcher.matches()) {
                return new RuleAdvice(
                        entry.settings().stream().map(matcher::replaceFirst).toList(), entry.remedy());
            }
        }
        return UNKNOWN;
    }
}
