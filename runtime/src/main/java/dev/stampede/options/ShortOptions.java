package dev.stampede.options;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.ProfileRules;
import dev.stampede.engine.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What vus, duration, iterations, stages and scenarios mean together, once layers are merged. (k6: {@code
 * lib/executor/execution_config_shortcuts.go}; rules and texts of the executors are those of {@code lib/executor/*.go}.)
 * One use, one thread.
 */
final class ShortOptions {
    private final Options options;
    private final String where;
    private final Problems problems;
    private final List<String> warnings;
    private final @Nullable Given<Integer> vus;
    private final @Nullable Given<Long> iterations;
    private final @Nullable Given<Duration> duration;
    private final @Nullable Given<List<GivenStage>> stages;
    private final @Nullable Given<List<Scenario>> scenarios;

    private ShortOptions(Options options, String where, Problems problems, List<String> warnings) {
        this.options = options;
        this.where = where;
        this.problems = problems;
        this.warnings = warnings;
        vus = options.get(Setting.VUS);
        iterations = options.get(Setting.ITERATIONS);
        duration = options.get(Setting.DURATION);
        stages = options.get(Setting.STAGES);
        scenarios = options.get(Setting.SCENARIOS);
    }

    /** The load; what is wrong is added to the problems, and the result then means nothing. */
    static List<Scenario> scenarios(Options options, String where, Problems problems, List<String> warnings) {
        return new ShortOptions(options, where, problems, warnings).scenarios();
    }

    private List<Scenario> scenarios() {
        conflicts();
        List<GivenStage> ramp = ramp();
        Duration grace = gracefulStop();
        boolean nothingShort = iterations == null && duration == null && ramp.isEmpty() && vus == null;
        if (nothingShort && scenarios != null && !scenarios.value().isEmpty()) {
            ignoredGrace();
            ScenarioChecks.check(where, scenarios, problems);
            return scenarios.value();
        }
        LoadProfile profile = profile(ramp);
        return List.of(Scenario.of(Scenario.DEFAULT, profile).withGracefulStop(grace));
    }

    private LoadProfile profile(List<GivenStage> ramp) {
        if (!ramp.isEmpty()) {
            return ramp(ramp);
        }
        int users = users();
        if (iterations != null) {
            return shared(users, iterations);
        }
        if (duration != null) {
            return constant(users, duration);
        }
        if (vus != null) {
            if (scenarios != null) {
                warnings.add("vus = " + vus.text() + " (from " + vus.source() + ") overrides "
                        + count(scenarios.value().size(), "scenario") + " (from " + scenarios.source()
                        + "): it means as many iterations, shared among the VUs. Remove vus to run the scenarios.");
            }
            return new LoadProfile.SharedIterations(users, users, LoadProfile.DEFAULT_MAX_DURATION);
        }
        emptied("stages", stages);
        emptied("scenarios", scenarios);
        return new LoadProfile.PerVuIterations(1, 1, LoadProfile.DEFAULT_MAX_DURATION);
    }

    private void emptied(String option, @Nullable Given<?> given) {
        if (given != null) {
            warnings.add(
                    "`" + option + "` was explicitly set to an empty value, running the script with 1 iteration in 1 VU"
                            + " (from " + given.source() + ")");
        }
    }

    private int users() {
        if (vus == null) {
            return 1;
        }
        if (vus.value() < 1) {
            problems.add(
                    where,
                    "the number of VUs must be more than 0, given as " + vus.quote("vus"),
                    "Use 1 or more, or leave vus out.");
        }
        return vus.value();
    }

    private LoadProfile shared(int users, Given<Long> iterations) {
        if (users > 0 && iterations.value() < users) {
            problems.add(
                    where,
                    "the number of iterations (" + iterations.value() + ") can't be less than the number of VUs ("
                            + users + "), given as " + iterations.quote("iterations")
                            + (vus == null ? "" : " and " + vus.quote("vus")),
                    vus == null ? "Use 1 iteration or more." : "Use more iterations or fewer VUs.");
        }
        if (duration == null) {
            return new LoadProfile.SharedIterations(users, iterations.value(), LoadProfile.DEFAULT_MAX_DURATION);
        }
        LoadProfile profile = new LoadProfile.SharedIterations(users, iterations.value(), duration.value());
        timeRules(profile, duration);
        return profile;
    }

    private LoadProfile constant(int users, Given<Duration> duration) {
        LoadProfile profile = new LoadProfile.ConstantVus(users, duration.value());
        if (duration.value().isPositive()) {
            timeRules(profile, duration);
        } else {
            problems.add(
                    where,
                    "`duration` option should be more than 0, given as " + duration.quote("duration"),
                    "Use \"1s\" or more, or leave duration out.");
        }
        return profile;
    }

    /** Those rules of the profile that speak of the duration. */
    private void timeRules(LoadProfile profile, Given<Duration> duration) {
        ProfileRules.problems(profile, Duration.ZERO).stream()
                .filter(problem -> problem.contains("uration must be"))
                .forEach(problem -> problems.add(
                        where,
                        problem + ", given as " + duration.quote("duration"),
                        problem.contains("at most")
                                ? "Use a shorter time."
                                : "Use \"1s\" or more, or leave duration out."));
    }

    private void conflicts() {
        int ramp = ramp().size();
        int many = scenarios == null ? 0 : scenarios.value().size();
        if (ramp > 0) {
            conflictsWith("stages", stages, count(ramp, "stage"));
        }
        conflictsWith("scenarios", scenarios, count(many, "scenario"));
        if (ramp > 0 && stages != null && scenarios != null) {
            problems.add(
                    where,
                    "using `stages` and `scenarios` options simultaneously is not allowed, given as "
                            + count(ramp, "stage") + " (from " + stages.source() + ") and " + count(many, "scenario")
                            + " (from " + scenarios.source() + ")",
                    "Remove one of them.");
        }
    }

    private void conflictsWith(String other, @Nullable Given<?> given, String size) {
        if (given == null) {
            return;
        }
        String tail = size + " (from " + given.source() + ")";
        if (iterations != null) {
            conflict("iterations", iterations, other, tail, "Remove one of them.");
        }
        if (duration != null) {
            conflict(
                    "duration",
                    duration,
                    other,
                    tail,
                    other.equals("stages")
                            ? "Remove one of them; the stages' durations add up."
                            : "Remove one of them.");
        }
    }

    private void conflict(String setting, Given<?> given, String other, String tail, String remedy) {
        problems.add(
                where,
                "using `" + setting + "` and `" + other + "` options simultaneously is not allowed, given as "
                        + given.quote(setting) + " and " + tail,
                remedy);
    }

    /** The stages, without those that have no duration. */
    private List<GivenStage> ramp() {
        return stages == null
                ? List.of()
                : stages.value().stream()
                        .filter(stage -> stage.duration() != null)
                        .toList();
    }

    private LoadProfile ramp(List<GivenStage> ramp) {
        int start = vus == null ? 1 : vus.value();
        if (vus != null && start < 0) {
            problems.add(
                    where,
                    "the number of start VUs can't be negative, given as " + vus.quote("vus"),
                    "Use 0 or more, or leave vus out for 1.");
        }
        List<LoadProfile.Stage> result = new ArrayList<>();
        boolean someone = start != 0;
        for (int i = 1; i <= ramp.size(); i++) {
            LoadProfile.Stage stage = stage(i, ramp.get(i - 1));
            someone |= stage.target() != 0;
            result.add(stage);
        }
        if (!someone && vus != null) {
            problems.add(
                    where,
                    "either startVUs or one of the stages' target values must be greater than 0, given as "
                            + vus.quote("vus") + " and " + count(ramp.size(), "stage"),
                    "Give a stage a target, or use more vus.");
        }
        return new LoadProfile.RampingVus(start, result, LoadProfile.DEFAULT_GRACEFUL_RAMP_DOWN);
    }

    private LoadProfile.Stage stage(int number, GivenStage stage) {
        Given<Duration> time = stage.duration();
        if (time != null && time.value().isNegative()) {
            problems.add(
                    where,
                    "the duration for stage " + number + " can't be negative, given as " + time.quote("duration"),
                    "Use \"0s\" to jump to the target, or more.");
        }
        return new LoadProfile.Stage(time == null ? Duration.ZERO : time.value(), target(number, stage), stage.name());
    }

    private int target(int number, GivenStage stage) {
        Given<Integer> target = stage.target();
        if (target == null) {
            problems.add(
                    where,
                    "stage " + number + " doesn't have a target"
                            + Optional.ofNullable(stages)
                                    .map(s -> ", given as " + s.quote("stages"))
                                    .orElse(""),
                    "Give it one, such as 10.");
            return 1;
        }
        if (target.value() < 0) {
            problems.add(
                    where,
                    "the target for stage " + number + " can't be negative, given as " + target.quote("target"),
                    "Use 0 or more.");
        } else if (target.value() > ProfileRules.MOST_VUS) {
            problems.add(
                    where,
                    "target for stage " + number + " exceeds max limit of " + ProfileRules.MOST_VUS + ", given as "
                            + target.quote("target"),
                    "Use fewer VUs.");
        }
        return target.value();
    }

    private Duration gracefulStop() {
        Given<Duration> given = options.get(Setting.GRACEFUL_STOP);
        if (given == null) {
            return Scenario.DEFAULT_GRACEFUL_STOP;
        }
        if (given.value().isNegative()) {
            problems.add(
                    where,
                    "the gracefulStop timeout can't be negative, given as " + given.quote("gracefulStop"),
                    "Use \"0s\" to interrupt iterations at once, or leave gracefulStop out for 30s.");
        }
        return given.value();
    }

    private void ignoredGrace() {
        Given<Duration> given = options.get(Setting.GRACEFUL_STOP);
        if (given != null) {
            warnings.add(given.quote("gracefulStop")
                    + " has no effect: each scenario has a gracefulStop of its own. Give it there.");
        }
    }

    private static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
