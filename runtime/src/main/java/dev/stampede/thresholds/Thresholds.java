package dev.stampede.thresholds;

import dev.stampede.ConfigException;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.Durations;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The thresholds of one run: checked before it, evaluated during it, judged at its end. (k6: {@code metrics/thresholds.go},
 * {@code internal/metrics/engine/engine.go}.)
 *
 * <p>Metrics of the test's own come into being when an iteration first records to them. A threshold on a name that no
 * metric has yet waits for it, unless the name can only be a mistake. Where k6 reads what never existed as zero, here it is
 * a failure: a metric, or a tag set by the test, that no sample of the run had.
 *
 * <p>{@link #accept}, {@link #evaluate}, {@link #finish}, {@link #results} and the like go with the run's sinks and are called
 * by the one thread that drains the recorder into them. {@link #problems} may be called by any thread.
 */
public final class Thresholds {
    private static final System.Logger logger = System.getLogger(Thresholds.class.getName());

    private final MetricRegistry registry;
    private final MetricNames names;
    /** Sorted by metric. */
    private final List<MetricThresholds> metrics;

    /** By the sink that has the samples of the whole run: what judges a part of it. Sinks are equal to themselves only. */
    private final Map<Sink, List<ScopedMeasure>> measures = new ConcurrentHashMap<>();

    private final LoadTime time;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private boolean aborted;

    private Thresholds(
            MetricRegistry registry, MetricNames names, List<MetricThresholds> metrics, LoadSchedule schedule) {
        this.registry = registry;
        this.names = names;
        this.time = new LoadTime(schedule);
        this.metrics = metrics.stream()
                .sorted(Comparator.comparing(MetricThresholds::name))
                .toList();
    }

    /**
     * Reads the thresholds and makes the sub-metrics they ask for.
     *
     * @param specs what was declared; those with the same metric belong together
     * @param registry the run's metrics; nothing has been recorded yet
     * @param load when what is planned
     * @throws ConfigException listing every threshold that is malformed, asks a metric for what its type does not have,
     *     names a metric that will never exist, or judges a part of the run that there is not
     */
    public static Thresholds compile(List<ThresholdSpec> specs, MetricRegistry registry, LoadSchedule load) {
        List<String> wrong = new ArrayList<>();
        for (ThresholdSpec spec : specs) {
            List<ScopeRules.Broken> broken = ScopeRules.problems(spec);
            broken.forEach(one -> wrong.add(ScopeRules.text(spec, one)));
            if (broken.isEmpty()) {
                ScopeRules.misplaced(spec, load).ifPresent(one -> wrong.add(ScopeRules.text(spec, one)));
            }
        }
        return compile(specs, registry, load, wrong);
    }

    /**
     * Reads thresholds as far as that is possible without knowing the load: {@code over}, {@code after} and {@code during}
     * are not looked at.
     *
     * @throws ConfigException as the other
     */
    public static Thresholds compile(List<ThresholdSpec> specs, MetricRegistry registry) {
        return compile(
                specs.stream().map(ThresholdSpec::everywhere).toList(),
                registry,
                new LoadSchedule(Duration.ZERO, Map.of()),
                new ArrayList<>());
    }

    private static Thresholds compile(
            List<ThresholdSpec> specs, MetricRegistry registry, LoadSchedule load, List<String> wrong) {
        MetricNames names = new MetricNames(registry);
        List<MetricThresholds> metrics = parse(specs, wrong);
        for (MetricThresholds one : metrics) {
            Metric metric = registry.find(one.selector().metric());
            if (metric != null) {
                wrong.addAll(one.misfits(metric.type()));
            } else if (!names.mayStillCome(one.selector().metric())) {
                wrong.add(names.missing(one.selector()));
            }
        }
        if (!wrong.isEmpty()) {
            throw new ConfigException(wrong);
        }
        Thresholds compiled = new Thresholds(registry, names, metrics, load);
        registry.onRegister(compiled::registered);
        registry.metrics().forEach(compiled::registered);
        return compiled;
    }

    private static List<MetricThresholds> parse(List<ThresholdSpec> specs, List<String> wrong) {
        Map<String, List<ThresholdSpec>> byMetric = specs.stream()
                .collect(Collectors.groupingBy(ThresholdSpec::metric, LinkedHashMap::new, Collectors.toList()));
        List<MetricThresholds> metrics = new ArrayList<>();
        byMetric.forEach((name, declared) -> {
            List<Threshold> thresholds = new ArrayList<>();
            for (ThresholdSpec spec : declared) {
                try {
                    thresholds.add(new Threshold(spec, ThresholdExpression.parse(spec.expression())));
                } catch (IllegalArgumentException e) {
                    wrong.add(e.getMessage());
                }
            }
            try {
                MetricSelector selector = MetricSelector.parse(name);
                warnOfMetadata(selector);
                metrics.add(new MetricThresholds(selector, thresholds));
            } catch (IllegalArgumentException e) {
                wrong.add(e.getMessage());
            }
        });
        return metrics;
    }

    private static void warnOfMetadata(MetricSelector selector) {
        for (String key : List.of("vu", "iter")) {
            if (selector.tags().containsKey(key)) {
                logger.log(
                        System.Logger.Level.WARNING,
                        "The threshold on {0} can match no sample: ''{1}'' is metadata of samples, not a tag of theirs.",
                        selector.text(),
                        key);
            }
        }
    }

    /** By whoever registers a metric, before it can be recorded to. */
    private void registered(Metric metric) {
        for (MetricThresholds one : metrics) {
            if (!one.resolved() && one.selector().metric().equals(metric.name())) {
                problems.addAll(one.resolve(registry, metric, time, measures));
            }
        }
    }

    /**
     * The load starts. What was drained up to now is from before it.
     *
     * @param epochNanos the clock of the samples
     */
    public void loadStarts(LongSupplier epochNanos) {
        time.start(epochNanos);
    }

    /** The load has ended, early or not. All its samples have been drained, and what is drained from now on is from after it. */
    public void loadEnded() {
        time.end();
    }

    /**
     * Takes samples that were drained, for thresholds that judge a part of the run.
     *
     * @param total the sink of the metric, or of the sub-metric, to which they belong
     * @param sink the samples; only valid during the call
     */
    public void accept(long epochSecond, Sink total, Sink sink) {
        if (!measures.isEmpty()) {
            measures.getOrDefault(total, List.of()).forEach(one -> one.take(epochSecond, sink));
        }
    }

    /**
     * Evaluates what has samples, during the run; k6 does so every two seconds.
     *
     * @param elapsed time since the start of the test, setup included
     * @return why the run must be stopped now; at most once
     */
    public Optional<String> evaluate(Duration elapsed) {
        time.tick();
        metrics.forEach(one -> one.evaluate(elapsed, false));
        if (aborted || metrics.stream().noneMatch(one -> one.failed() && one.abort())) {
            return Optional.empty();
        }
        aborted = true;
        return Optional.of(crossedEarly(metrics.stream()
                .filter(MetricThresholds::failed)
                .map(MetricThresholds::name)
                .toList()));
    }

    /** Why a run must be stopped in which the limits of these metrics were crossed: k6's words. */
    public static String crossedEarly(Collection<String> metrics) {
        return "thresholds on metrics '" + String.join(", ", metrics)
                + "' were crossed; at least one has abortOnFail enabled, stopping test prematurely";
    }

    /** {@link #finish(Duration, boolean)} of a run that came to its own end. */
    public Optional<String> finish(Duration elapsed) {
        return finish(elapsed, true);
    }

    /**
     * Judges everything once every sample has been drained, also what has none: counters, gauges and trends are then 0,
     * and rates hold.
     *
     * @param elapsed time from the start of the test to the end of its teardown
     * @param complete whether the run came to its own end. Then a metric, or a tag that the test sets, that was never
     *     recorded is a failure and one of the {@link #problems}; a run that was stopped may just not have got there
     * @return which metrics' limits were crossed
     */
    public Optional<String> finish(Duration elapsed, boolean complete) {
        time.tick();
        metrics.forEach(one -> one.evaluate(elapsed, true));
        String crossed = names(MetricThresholds::failed);
        if (complete) {
            failWhatNeverExisted();
            failWhatWasNeverReached();
        }
        return crossed.isEmpty()
                ? Optional.empty()
                : Optional.of("thresholds on metrics '" + crossed + "' have been crossed");
    }

    /**
     * Fails what was declared and has no samples: a run in which nothing came to its end can vouch for no limit. k6 takes
     * such limits for kept.
     *
     * @param why why there are none
     */
    public void failUnmeasured(String why) {
        for (MetricThresholds one : metrics) {
            if (one.failUnmeasured()) {
                problems.add("nothing was measured for " + one.name() + ": " + why);
            }
        }
    }

    private void failWhatNeverExisted() {
        List<MetricThresholds> empty =
                metrics.stream().filter(MetricThresholds::isEmpty).toList();
        Map<String, Set<String>> recorded = empty.isEmpty() ? Map.of() : registry.tagValues();
        for (MetricThresholds one : empty) {
            Optional<String> missing = one.resolved()
                    ? names.missingTag(one.selector(), recorded)
                    : Optional.of(names.missing(one.selector()));
            missing.ifPresent(text -> {
                problems.add(text);
                one.fail();
            });
        }
    }

    /** A limit on a part of the load that never came vouches for nothing. */
    private void failWhatWasNeverReached() {
        if (!time.isStarted()) {
            return; // this process had nothing to do
        }
        for (MetricThresholds one : metrics) {
            for (String threshold : one.failUnjudged()) {
                problems.add("nothing was judged for " + threshold + ": the load was over "
                        + Durations.format(time.length()) + " after its start");
            }
        }
    }

    private String names(Predicate<MetricThresholds> which) {
        return metrics.stream().filter(which).map(MetricThresholds::name).collect(Collectors.joining(", "));
    }

    /**
     * Thresholds that turned out, only during or after the run, to fit no metric or nothing it recorded: each with the
     * text that {@link #compile} would have thrown. They are failed. The run ends with these texts; when one comes up
     * during the run there is no point in going on.
     */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Each threshold as it stood when it was last evaluated, sorted by metric, then in order of declaration. */
    public List<ThresholdResult> results() {
        return metrics.stream().flatMap(MetricThresholds::results).toList();
    }

    /** Whether any threshold stood failed when it was last evaluated. */
    public boolean failed() {
        return results().stream().anyMatch(ThresholdResult::failed);
    }
}
