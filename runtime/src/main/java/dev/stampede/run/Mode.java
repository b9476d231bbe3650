package dev.stampede.run;

import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.Scenario;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.http.HttpDebug;
import dev.stampede.http.HttpOptions;
import dev.stampede.segments.Share;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** How much of a load test is run. */
public enum Mode {
    /** All of it. */
    FULL,

    /**
     * Every scenario once, by one virtual user, at once and without outputs: so that load code that is broken shows in a quick
     * build. Of the thresholds only those hold that do not depend on load: on {@code checks}, {@code http_req_failed} and
     * {@code iterations_failed}, and none that hold after some time or during a stage.
     */
    SMOKE,

    /** The same, without any time limit and with every request and response in the log: for stepping through. */
    DEBUG;

    private static final Duration UNLIMITED = Duration.ofDays(365);
    private static final Set<String> HOLD_WITHOUT_LOAD = Set.of("checks", "http_req_failed", "iterations_failed");

    /** The options as this mode has them. */
    public LoadOptions of(LoadOptions options) {
        return switch (this) {
            case FULL -> options;
            case SMOKE -> once(options, PerVuIterations.DEFAULT_MAX_DURATION).build();
            case DEBUG ->
                once(options, UNLIMITED)
                        .setupTimeout(UNLIMITED)
                        .teardownTimeout(UNLIMITED)
                        .http(withoutLimits(options.http()))
                        .build();
        };
    }

    private static LoadOptions.Builder once(LoadOptions options, Duration limit) {
        List<Scenario> scenarios = options.scenarios().stream()
                .map(s -> s.withProfile(new PerVuIterations(1, 1, limit))
                        .startingAfter(Duration.ZERO)
                        .withGracefulStop(Scenario.DEFAULT_GRACEFUL_STOP))
                .toList();
        List<ThresholdSpec> thresholds = options.thresholds().stream()
                .filter(t ->
                        HOLD_WITHOUT_LOAD.contains(t.metric().split("\\{", 2)[0].strip()))
                // there are neither stages nor a time to warm up in; a window is then all that there is
                .filter(t -> t.after() == null && t.during() == null)
                .map(ThresholdSpec::everywhere)
                .toList();
        return options.toBuilder()
                .scenarios(scenarios)
                .share(Share.WHOLE)
                .minIterationDuration(Duration.ZERO)
                .thresholds(thresholds)
                .generatorHealth(GeneratorHealth.OFF)
                .warmUp(WarmUp.OFF)
                .outputs(List.of())
                .report(null);
    }

    private static HttpOptions withoutLimits(HttpOptions http) {
        return http.toBuilder().timeout(Duration.ZERO).debug(HttpDebug.FULL).build();
    }
}
