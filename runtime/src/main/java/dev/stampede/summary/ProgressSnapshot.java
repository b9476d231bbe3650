package dev.stampede.summary;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Portion;
import java.time.Duration;
import java.util.List;

/**
 * How far a run is. Immutable.
 *
 * @param phase what it is doing, such as {@code setup()}; empty while the load runs
 * @param elapsed time since its start
 * @param planned longest time the load may take, graceful stop included
 * @param activeVus users that are at work
 * @param startedVus users that were made
 * @param maxVus most users there may be
 * @param complete full iterations
 * @param interrupted interrupted iterations
 * @param scenarios its scenarios, in order of their start
 */
public record ProgressSnapshot(
        String phase,
        Duration elapsed,
        Duration planned,
        int activeVus,
        int startedVus,
        int maxVus,
        long complete,
        long interrupted,
        List<Scenario> scenarios) {

    public ProgressSnapshot {
        scenarios = List.copyOf(scenarios);
    }

    /** What a scenario is doing. */
    public enum Status {
        RUNNING(" "),
        /** For its start time. */
        WAITING(Marks.WAITING),
        /** Running iterations finish, no new ones start. */
        STOPPING(Marks.STOPPING),
        INTERRUPTED(Marks.FAIL),
        DONE(Marks.PASS);

        private final String sign;

        Status(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /**
     * How far one scenario is.
     *
     * @param name its name
     * @param status what it is doing
     * @param fraction share of it that is done, from 0 to 1
     * @param columns what there is to say of it, such as {@code 3 VUs} and {@code 1.0s/6s}
     */
    public record Scenario(String name, Status status, double fraction, List<String> columns) {

        public Scenario {
            columns = List.copyOf(columns);
        }

        /**
         * A scenario with this profile.
         *
         * @param portion what this process has of it
         * @param spent time since its start
         * @param vus users that are at work in it
         * @param allocated users it has
         * @param done iterations that are done, interrupted ones included
         */
        public static Scenario of(
                String name,
                Status status,
                LoadProfile profile,
                Portion portion,
                Duration spent,
                int vus,
                int allocated,
                long done) {
            return new Scenario(
                    name,
                    status,
                    ProfileProgress.fraction(profile, portion, spent, done),
                    ProfileProgress.columns(profile, portion, spent, vus, allocated, done));
        }

        /**
         * A scenario that has not begun.
         *
         * @param left time until it does
         * @param startTime time from the start of the load until it does
         */
        public static Scenario waiting(String name, Duration left, Duration startTime) {
            return new Scenario(name, Status.WAITING, 0, List.of("waiting", FixedLength.time(left, startTime)));
        }
    }
}
