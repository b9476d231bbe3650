package dev.stampede.options;

import dev.stampede.engine.Scenario;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.http.HttpOptions;
import dev.stampede.run.LoadOptions;
import dev.stampede.run.ReportFile;
import dev.stampede.run.WarmUp;
import dev.stampede.segments.Share;
import dev.stampede.summary.SummaryOptions;
import dev.stampede.traces.Propagator;
import dev.stampede.traces.TraceOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all layers say together. Immutable; made by {@link #merge}. (k6: {@code lib/options.go}, {@code Options.Apply}.)
 */
public final class Options {
    /** What a layer says about one of these takes the place of what lower layers say about any. */
    private static final List<Setting<?>> LOAD =
            List.of(Setting.DURATION, Setting.ITERATIONS, Setting.STAGES, Setting.SCENARIOS);

    private static final List<Setting<?>> SUMMARY =
            List.of(Setting.SUMMARY_TREND_STATS, Setting.SUMMARY_TIME_UNIT, Setting.SUMMARY_MODE);

    private final Map<Setting<?>, Given<?>> values;
    private final List<String> ignored;
    private final List<String> warnings = new ArrayList<>();
    private final List<Scenario> scenarios;

    private Options(Map<Setting<?>, Given<?>> values, List<OptionLayer> layers, String where, Problems problems) {
        this.values = values;
        this.ignored =
                layers.stream().flatMap(layer -> layer.ignored().stream()).toList();
        layers.forEach(layer -> warnings.addAll(layer.warnings()));
        this.scenarios = ShortOptions.scenarios(this, where, problems, warnings);
        OptionChecks.check(this, where, problems);
        if (!problems.any()) { // of a load that is wrong nothing can be said
            ThresholdChecks.check(this, where, problems);
        }
    }

    /**
     * Merges layers: what a later one says about a setting replaces what earlier ones do, lists and maps as a whole. Then
     * duration, iterations, stages, scenarios and vus become scenarios, and everything is checked.
     *
     * @param where what messages begin with, such as {@code @LoadTest on CheckoutLoad.checkout()}
     * @param lowestFirst the layers
     * @param problems to which what is wrong is added; the result then means nothing
     */
    public static Options merge(String where, List<OptionLayer> lowestFirst, Problems problems) {
        Map<Setting<?>, Given<?>> merged = new LinkedHashMap<>();
        for (OptionLayer layer : lowestFirst) {
            if (LOAD.stream().anyMatch(setting -> layer.get(setting) != null)) {
                LOAD.forEach(merged::remove);
            }
            merged.putAll(layer.values());
        }
        return new Options(merged, lowestFirst, where, problems);
    }

    /** What holds for a setting, and where it was said; null when no layer says anything. */
    @SuppressWarnings("unchecked") // layers put it in under the same type
    public <T> @Nullable Given<T> get(Setting<T> setting) {
        return (Given<T>) values.get(setting);
    }

    /** What makes up the load, at least one. */
    public List<Scenario> scenarios() {
        return scenarios;
    }

    /** What can be done, but may not be what was meant; for people, before the run starts. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Options of k6 that were given and have no influence here, each with its source. */
    public List<String> ignored() {
        return ignored;
    }

    /** Each setting that was given: value and source in a line. Secrets are masked. For the log. */
    public List<String> sources() {
        List<String> lines = new ArrayList<>();
        for (Setting<?> setting : Setting.all()) {
            Given<?> given = get(setting);
            if (given != null) {
                lines.add(given.quote(setting.key()));
            }
        }
        return List.copyOf(lines);
    }

    Share share() {
        Given<String> segment = get(Setting.EXECUTION_SEGMENT);
        Given<String> sequence = get(Setting.EXECUTION_SEGMENT_SEQUENCE);
        return segment == null && sequence == null
                ? Share.WHOLE
                : Share.of(segment == null ? "" : segment.value(), sequence == null ? "" : sequence.value());
    }

    /** What is wrong with it was told when it was checked. */
    private Share shareOrWhole() {
        try {
            return share();
        } catch (IllegalArgumentException e) {
            return Share.WHOLE;
        }
    }

    /**
     * Tells a builder all that was given and it has a place for; what it says already stays for the rest.
     */
    public void applyTo(LoadOptions.Builder builder) {
        builder.scenarios(scenarios).share(shareOrWhole());
        with(Setting.MIN_ITERATION_DURATION, builder::minIterationDuration);
        with(Setting.NO_SETUP, no -> builder.setup(!no));
        with(Setting.NO_TEARDOWN, no -> builder.teardown(!no));
        with(Setting.SETUP_TIMEOUT, builder::setupTimeout);
        with(Setting.TEARDOWN_TIMEOUT, builder::teardownTimeout);
        with(Setting.SHUTDOWN_TIMEOUT, builder::shutdownTimeout);
        with(Setting.ENV, builder::env);
        with(Setting.TAGS, builder::tags);
        with(Setting.SYSTEM_TAGS, builder::systemTags);
        with(Setting.THRESHOLDS, builder::thresholds);
        with(Setting.NO_THRESHOLDS, no -> {
            if (no) {
                builder.thresholds(List.of());
            }
        });
        HttpOptions base = builder.build().http();
        HttpOptions http = HttpSettings.over(base, this);
        if (!http.equals(base)) {
            builder.http(http);
        }
        builder.tracing(tracing(builder.build().tracing()));
        if (SUMMARY.stream().anyMatch(setting -> get(setting) != null)) {
            builder.summary(summary(builder.build().summary()));
        }
        with(Setting.SUMMARY_EXPORT, file -> builder.summaryExport(Path.of(file)));
        with(Setting.QUIET, builder::quiet);
        with(Setting.FOLDER, folder -> builder.folder(Path.of(folder)));
        with(Setting.REPORT, text -> builder.report(report(text, builder.build().folder())));
        with(Setting.GENERATOR_HEALTH, text -> builder.generatorHealth(GeneratorHealth.parse(text)));
        with(Setting.WARM_UP, text -> builder.warmUp(WarmUp.parse(text)));
    }

    private static @Nullable Path report(String text, Path folder) {
        return switch (text) {
            case "true" -> ReportFile.standard(folder);
            case "false" -> null;
            default -> Path.of(text);
        };
    }

    private @Nullable TraceOptions tracing(@Nullable TraceOptions base) {
        Given<String> propagation = get(Setting.TRACE_PROPAGATION);
        Given<Double> sampling = get(Setting.TRACE_SAMPLING);
        Given<String> link = get(Setting.TRACE_LINK);
        TraceOptions start = propagation == null ? base : started(propagation.value(), base);
        return start == null
                ? null
                : new TraceOptions(
                        start.propagator(),
                        sampling == null ? start.sampling() : sampling.value(),
                        link == null ? start.link() : link.value());
    }

    private static @Nullable TraceOptions started(String propagation, @Nullable TraceOptions base) {
        if (propagation.equals(OptionChecks.NO_PROPAGATION)) {
            return null;
        }
        Propagator propagator = Propagator.parse(propagation);
        return base == null ? TraceOptions.of(propagator) : new TraceOptions(propagator, base.sampling(), base.link());
    }

    private SummaryOptions summary(SummaryOptions base) {
        Given<List<String>> trendStats = get(Setting.SUMMARY_TREND_STATS);
        Given<String> timeUnit = get(Setting.SUMMARY_TIME_UNIT);
        Given<String> mode = get(Setting.SUMMARY_MODE);
        return new SummaryOptions(
                trendStats == null ? base.trendStats() : trendStats.value(),
                timeUnit == null ? base.timeUnit() : SummaryOptions.TimeUnit.parse(timeUnit.value()),
                mode == null ? base.mode() : SummaryOptions.Mode.parse(mode.value()),
                base.color());
    }

    <T> void with(Setting<T> setting, Consumer<T> target) {
        Given<T> given = get(setting);
        if (given != null) {
            target.accept(given.value());
        }
    }
}
