package dev.stampede.run;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.metrics.SystemTag;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Options in the shape of k6's JSON: every key that k6 writes, null where the value is the default or k6's option does not
 * exist here. Values of {@code env} are left out, as they may be secret. (k6: {@code lib/options.go}.)
 */
public final class K6Options {
    /** Keys of k6 that have no value here; they are written all the same. */
    private static final List<String> UNSET = List.of(
            "batch",
            "batchPerHost",
            "blacklistIPs",
            "blockHostnames",
            "cloud",
            "discardResponseBodies",
            "duration",
            "executionSegment",
            "executionSegmentSequence",
            "ext",
            "features",
            "handleSummaryTimeout",
            "hosts",
            "httpDebug",
            "insecureSkipTLSVerify",
            "iterations",
            "maxRedirects",
            "metricSamplesBufferSize",
            "minIterationDuration",
            "noConnectionReuse",
            "noCookiesReset",
            "noSetup",
            "noTeardown",
            "noVUConnectionReuse",
            "paused",
            "rps",
            "setupTimeout",
            "stages",
            "summaryTimeUnit",
            "tags",
            "teardownTimeout",
            "thresholds",
            "throw",
            "tlsAuth",
            "tlsCipherSuites",
            "tlsVersion",
            "userAgent",
            "vus");

    private final LoadOptions options;
    private final LoadOptions standard = LoadOptions.builder("").build();
    private final Map<String, @Nullable Object> json = new TreeMap<>();

    private K6Options(LoadOptions options) {
        this.options = options;
    }

    /** The options: maps, lists, texts, numbers, booleans and null, by key in alphabetical order. */
    public static Map<String, @Nullable Object> of(LoadOptions options) {
        return new K6Options(options).all();
    }

    private Map<String, @Nullable Object> all() {
        UNSET.forEach(key -> json.put(key, null));
        load();
        around();
        http();
        json.put(
                "systemTags",
                options.systemTags().stream().map(SystemTag::key).sorted().toList());
        json.put("summaryTrendStats", options.summary().trendStats());
        if (!options.tags().isEmpty()) {
            json.put("tags", new TreeMap<>(options.tags()));
        }
        if (!options.thresholds().isEmpty()) {
            json.put("thresholds", thresholds());
        }
        return json;
    }

    private void load() {
        List<Scenario> scenarios = options.scenarios();
        Map<String, @Nullable Object> byName = new TreeMap<>();
        scenarios.forEach(scenario -> byName.put(scenario.name(), scenario(scenario)));
        json.put("scenarios", byName);
        if (scenarios.size() == 1 && scenarios.getFirst().name().equals(Scenario.DEFAULT)) {
            shortOptions(scenarios.getFirst().profile());
        }
        if (!options.share().isWhole()) {
            json.put("executionSegment", options.share().toString());
        }
    }

    /** A single scenario that is called as short options call theirs is written as such, too, as k6 writes both. */
    private void shortOptions(LoadProfile profile) {
        switch (profile) {
            case LoadProfile.ConstantVus constant -> {
                json.put("vus", constant.vus());
                json.put("duration", text(constant.duration()));
            }
            case LoadProfile.SharedIterations shared -> {
                json.put("vus", shared.vus());
                json.put("iterations", shared.iterations());
                json.put("duration", given(shared.maxDuration(), LoadProfile.DEFAULT_MAX_DURATION));
            }
            case LoadProfile.RampingVus ramp -> {
                json.put("vus", ramp.startVus());
                json.put("stages", stages(ramp.stages()));
            }
            case LoadProfile.PerVuIterations each -> {} // k6 has no short form of these
            case LoadProfile.Arriving arriving -> {}
        }
    }

    private Map<String, @Nullable Object> scenario(Scenario scenario) {
        Map<String, @Nullable Object> all = new TreeMap<>();
        all.put("startTime", given(scenario.startTime(), Duration.ZERO));
        all.put("gracefulStop", given(scenario.gracefulStop(), Scenario.DEFAULT_GRACEFUL_STOP));
        all.put("exec", scenario.exec().equals(Scenario.DEFAULT) ? null : scenario.exec());
        all.put("env", null);
        all.put("tags", scenario.tags().isEmpty() ? null : new TreeMap<>(scenario.tags()));
        profile(scenario.profile(), all);
        return all;
    }

    private static void profile(LoadProfile profile, Map<String, @Nullable Object> all) {
        switch (profile) {
            case LoadProfile.ConstantVus constant -> {
                all.put("executor", "constant-vus");
                all.put("vus", constant.vus());
                all.put("duration", text(constant.duration()));
            }
            case LoadProfile.SharedIterations shared -> {
                all.put("executor", "shared-iterations");
                all.put("vus", shared.vus());
                all.put("iterations", shared.iterations());
                all.put("maxDuration", given(shared.maxDuration(), LoadProfile.DEFAULT_MAX_DURATION));
            }
            case LoadProfile.PerVuIterations each -> {
                all.put("executor", "per-vu-iterations");
                all.put("vus", each.vus());
                all.put("iterations", each.iterations());
                all.put("maxDuration", given(each.maxDuration(), LoadProfile.DEFAULT_MAX_DURATION));
            }
            case LoadProfile.RampingVus ramp -> {
                all.put("executor", "ramping-vus");
                all.put("startVUs", ramp.startVus());
                all.put("stages", stages(ramp.stages()));
                all.put("gracefulRampDown", given(ramp.gracefulRampDown(), LoadProfile.DEFAULT_GRACEFUL_RAMP_DOWN));
            }
            case LoadProfile.ConstantArrivalRate arrivals -> {
                all.put("executor", "constant-arrival-rate");
                all.put("rate", arrivals.rate());
                all.put("duration", text(arrivals.duration()));
                arriving(arrivals, arrivals.timeUnit(), all);
            }
            case LoadProfile.RampingArrivalRate arrivals -> {
                all.put("executor", "ramping-arrival-rate");
                all.put("startRate", arrivals.startRate());
                all.put("stages", stages(arrivals.stages()));
                arriving(arrivals, arrivals.timeUnit(), all);
            }
        }
    }

    private static void arriving(LoadProfile.Arriving arrivals, Duration timeUnit, Map<String, @Nullable Object> all) {
        all.put("timeUnit", given(timeUnit, Duration.ofSeconds(1)));
        all.put("preAllocatedVUs", arrivals.preAllocatedVus());
        all.put("maxVUs", arrivals.maxVus() == arrivals.preAllocatedVus() ? null : arrivals.maxVus());
    }

    private static List<Object> stages(List<LoadProfile.Stage> stages) {
        List<Object> all = new ArrayList<>();
        stages.forEach(
                stage -> all.add(new TreeMap<>(Map.of("duration", text(stage.duration()), "target", stage.target()))));
        return all;
    }

    private void around() {
        json.put("noSetup", options.setup() ? null : true);
        json.put("noTeardown", options.teardown() ? null : true);
        json.put("setupTimeout", given(options.setupTimeout(), standard.setupTimeout()));
        json.put("teardownTimeout", given(options.teardownTimeout(), standard.teardownTimeout()));
        json.put("minIterationDuration", given(options.minIterationDuration(), Duration.ZERO));
    }

    private void http() {
        K6HttpOptions.write(options.http(), json);
    }

    /** Those that judge all of the run: k6 knows no others. */
    private Map<String, List<Object>> thresholds() {
        Map<String, List<Object>> byMetric = new TreeMap<>();
        for (ThresholdSpec spec : options.thresholds()) {
            if (!spec.scoped()) {
                byMetric.computeIfAbsent(spec.metric(), metric -> new ArrayList<>())
                        .add(threshold(spec));
            }
        }
        return byMetric;
    }

    private static Object threshold(ThresholdSpec spec) {
        if (!spec.aborts()) {
            return spec.expression();
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("threshold", spec.expression());
        all.put("abortOnFail", true);
        Duration delay = spec.delayAbortEval();
        all.put("delayAbortEval", delay == null ? null : text(delay));
        return all;
    }

    private static @Nullable String given(Duration value, Duration standard) {
        return value.equals(standard) ? null : text(value);
    }

    private static String text(Duration value) {
        return Durations.format(value);
    }
}
