package dev.stampede.engine;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a load profile must keep. Rules and texts are k6's ({@code lib/executor/*.go}). */
public final class ProfileRules {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(36_500); // a hundred years: nanoseconds fit into a long
    /** Highest number of users of a ramp. */
    public static final int MOST_VUS = 100_000_000;

    private ProfileRules() {}

    /** Everything that is wrong with a profile; empty when nothing is. */
    public static List<String> problems(LoadProfile profile, Duration gracefulStop) {
        List<String> problems = new ArrayList<>();
        if (gracefulStop.isNegative()) {
            problems.add("the gracefulStop timeout can't be negative");
        }
        atMostACentury("gracefulStop", gracefulStop, problems);
        switch (profile) {
            case ConstantVus p -> {
                users(p.vus(), problems);
                atLeastASecond("duration", p.duration(), problems);
            }
            case SharedIterations p -> {
                users(p.vus(), problems);
                if (p.iterations() < p.vus()) {
                    problems.add("the number of iterations (" + p.iterations()
                            + ") can't be less than the number of VUs (" + p.vus() + ")");
                }
                atLeastASecond("maxDuration", p.maxDuration(), problems);
            }
            case PerVuIterations p -> {
                users(p.vus(), problems);
                if (p.iterations() < 1) {
                    problems.add("the number of iterations must be more than 0");
                }
                atLeastASecond("maxDuration", p.maxDuration(), problems);
            }
            case RampingVus p -> ramp(p, problems);
            case ConstantArrivalRate p -> {
                if (p.rate() < 1) {
                    problems.add("the iteration rate must be more than 0");
                }
                timeUnit(p.timeUnit(), problems);
                atLeastASecond("duration", p.duration(), problems);
                arrivalUsers(p.preAllocatedVus(), p.maxVus(), problems);
            }
            case RampingArrivalRate p -> {
                if (p.startRate() < 0) {
                    problems.add("the startRate value can't be negative");
                }
                timeUnit(p.timeUnit(), problems);
                stages(p.stages(), p.total(), problems);
                arrivalUsers(p.preAllocatedVus(), p.maxVus(), problems);
            }
        }
        return problems;
    }

    private static void users(int vus, List<String> problems) {
        if (vus < 1) {
            problems.add("the number of VUs must be more than 0");
        }
    }

    private static void timeUnit(Duration timeUnit, List<String> problems) {
        if (!timeUnit.isPositive()) {
            problems.add("the timeUnit must be more than 0");
        }
        atMostACentury("timeUnit", timeUnit, problems);
    }

    private static void arrivalUsers(int preAllocated, int max, List<String> problems) {
        if (preAllocated < 0) {
            problems.add("the number of preAllocatedVUs can't be negative");
        }
        if (max < preAllocated) {
            problems.add("maxVUs can't be less than preAllocatedVUs");
        }
        if (max < 1) {
            problems.add("the number of maxVUs must be more than 0, as no iteration could ever start");
        }
    }

    private static void atLeastASecond(String what, Duration duration, List<String> problems) {
        if (duration.compareTo(SHORTEST) < 0) {
            problems.add("the " + what + " must be at least 1s, but is " + Durations.format(duration));
        }
        atMostACentury(what, duration, problems);
    }

    private static void atMostACentury(String what, Duration duration, List<String> problems) {
        if (duration.compareTo(LONGEST) > 0) {
            problems.add("the " + what + " must be at most 876000h, but is " + duration.toHours() + "h");
        }
    }

    private static void ramp(RampingVus p, List<String> problems) {
        if (p.startVus() < 0) {
            problems.add("the number of start VUs can't be negative");
        }
        if (p.mostVus() <= 0) {
            problems.add("either startVUs or one of the stages' target values must be greater than 0");
        }
        stages(p.stages(), p.total(), problems);
        if (p.startVus() > MOST_VUS) {
            problems.add("the startVUs exceed max limit of " + MOST_VUS);
        }
        for (int i = 1; i <= p.stages().size(); i++) {
            if (p.stages().get(i - 1).target() > MOST_VUS) {
                problems.add("target for stage " + i + " exceeds max limit of " + MOST_VUS);
            }
        }
        if (p.gracefulRampDown().isNegative()) {
            problems.add("the gracefulRampDown timeout can't be negative");
        }
        atMostACentury("gracefulRampDown", p.gracefulRampDown(), problems);
    }

    private static void stages(List<Stage> stages, Duration total, List<String> problems) {
        if (stages.isEmpty()) {
            problems.add("at least one stage has to be specified");
        }
        atMostACentury("duration of all stages", total, problems);
        for (int i = 1; i <= stages.size(); i++) {
            Stage stage = stages.get(i - 1);
            if (stage.duration().isNegative()) {
                problems.add("the duration for stage " + i + " can't be negative");
            }
            if (stage.target() < 0) {
                problems.add("the target for stage " + i + " can't be negative");
            }
        }
    }
}
