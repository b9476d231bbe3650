package dev.stampede.junit.internal;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile;
import dev.stampede.junit.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What vus, duration, iterations and stages mean together. (k6: {@code lib/executor/execution_config_shortcuts.go}; rules
 * and texts of the executors are those of {@code lib/executor/*.go}.) One use, one thread.
 */
final class ShortOptions {
    private static final int MOST_VUS = 100_000_000;
    /** k6's default of {@code startVUs}. */
    private static final int START_VUS = 1;

    private static final LoadProfile NOTHING_GIVEN =
            new LoadProfile.PerVuIterations(1, 1, LoadProfile.DEFAULT_MAX_DURATION);

    private final LoadSettings settings;
    private final String where;
    private final Problems problems;

    private ShortOptions(LoadSettings settings, String where, Problems problems) {
        this.settings = settings;
        this.where = where;
        this.problems = problems;
    }

    /** The load; what is wrong is added to the problems, and the result then means nothing. */
    static LoadProfile profile(LoadSettings settings, String where, Problems problems) {
        return new ShortOptions(settings, where, problems).profile();
    }

    private LoadProfile profile() {
        int vus = vus();
        Given<Long> iterations = settings.iterations();
        Given<String> duration = settings.duration();
        Given<List<Stage>> stages = settings.stages();
        if (stages != null) {
            conflicts(stages);
            return new LoadProfile.RampingVus(
                    START_VUS, stages(stages.value()), LoadProfile.DEFAULT_GRACEFUL_RAMP_DOWN);
        }
        if (iterations != null) {
            return shared(vus, iterations, duration);
        }
        if (duration != null) {
            return new LoadProfile.ConstantVus(vus, atLeastASecond("duration", duration));
        }
        return settings.vus() == null
                ? NOTHING_GIVEN
                : new LoadProfile.SharedIterations(vus, vus, LoadProfile.DEFAULT_MAX_DURATION);
    }

    private int vus() {
        Given<Integer> vus = settings.vus();
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

    private LoadProfile shared(int vus, Given<Long> iterations, @Nullable Given<String> duration) {
        if (vus > 0 && iterations.value() < vus) {
            Given<Integer> given = settings.vus();
            problems.add(
                    where,
                    "the number of iterations (" + iterations.value() + ") can't be less than the number of VUs (" + vus
                            + "), given as " + iterations.quote("iterations")
                            + (given == null ? "" : " and " + given.quote("vus")),
                    given == null ? "Use 1 iteration or more." : "Use more iterations or fewer VUs.");
        }
        Duration max = duration == null ? LoadProfile.DEFAULT_MAX_DURATION : atLeastASecond("maxDuration", duration);
        return new LoadProfile.SharedIterations(vus, iterations.value(), max);
    }

    private Duration atLeastASecond(String name, Given<String> given) {
        Duration duration = problems.duration(where, "duration", given);
        if (duration == null) {
            return Duration.ZERO;
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add(
                    where,
                    "the " + name + " must be at least 1s, but is " + Durations.format(duration) + ", given as "
                            + given.quote("duration"),
                    "Use \"1s\" or more, or leave duration out.");
        }
        return duration;
    }

    private void conflicts(Given<List<Stage>> stages) {
        if (settings.iterations() != null) {
            conflict("iterations", settings.iterations(), stages, "Remove one of them.");
        }
        if (settings.duration() != null) {
            conflict("duration", settings.duration(), stages, "Remove one of them; the stages' durations add up.");
        }
        Given<Integer> vus = settings.vus();
        if (vus != null) {
            conflict(
                    "vus",
                    vus,
                    stages,
                    "Remove vus; to start with " + Math.max(1, vus.value())
                            + " VUs make @Stage(duration = \"0s\", target = " + Math.max(1, vus.value())
                            + ") the first stage.");
        }
    }

    private void conflict(String setting, Given<?> given, Given<List<Stage>> stages, String remedy) {
        problems.add(
                where,
                "using `" + setting + "` and `stages` options simultaneously is not allowed, given as "
                        + given.quote(setting) + " and "
                        + LoadText.count(stages.value().size(), "stage") + " (from " + stages.source()
                        + ")",
                remedy);
    }

    private List<LoadProfile.Stage> stages(List<Stage> stages) {
        List<LoadProfile.Stage> result = new ArrayList<>();
        for (int i = 1; i <= stages.size(); i++) {
            Stage stage = stages.get(i - 1);
            result.add(new LoadProfile.Stage(stageDuration(i, stage), stageTarget(i, stage)));
        }
        return result;
    }

    private Duration stageDuration(int number, Stage stage) {
        if (stage.duration().isEmpty()) {
            problems.add(
                    where,
                    "stage " + number + " doesn't have a duration",
                    "Give it one, such as \"30s\"; \"0s\" jumps to the target.");
            return Duration.ZERO;
        }
        Given<String> given = new Given<>(stage.duration(), Given.ANNOTATION);
        Duration duration = problems.duration(where, "duration of stage " + number, given);
        if (duration == null) {
            return Duration.ZERO;
        }
        if (duration.isNegative()) {
            problems.add(
                    where,
                    "the duration for stage " + number + " can't be negative, given as " + given.quote("duration"),
                    "Use \"0s\" to jump to the target, or more.");
        }
        return duration;
    }

    private int stageTarget(int number, Stage stage) {
        Given<Integer> given = new Given<>(stage.target(), Given.ANNOTATION);
        if (stage.target() < 0) {
            problems.add(
                    where,
                    "the target for stage " + number + " can't be negative, given as " + given.quote("target"),
                    "Use 0 or more.");
        } else if (stage.target() > MOST_VUS) {
            problems.add(
                    where,
                    "target for stage " + number + " exceeds max limit of " + MOST_VUS + ", given as "
                            + given.quote("target"),
                    "Use fewer VUs.");
        }
        return stage.target();
    }
}
