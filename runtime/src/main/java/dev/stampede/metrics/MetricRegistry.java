package dev.stampede.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metrics, tag sets and time series of one run. Thread-safe. (k6: {@code metrics/registry.go}; rules and texts of
 * errors are k6's.)
 */
public final class MetricRegistry {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{1,128}");
    private static final int SERIES_WARNING = 100_000;
    /** What a series may take of the heap, with its sinks in the stripes, in an output's buckets and in the totals. */
    private static final int BYTES_PER_SERIES = 4096;

    private static final System.Logger logger = System.getLogger(MetricRegistry.class.getName());

    private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
    private final Map<Pairs, TagSet> tagSets = new ConcurrentHashMap<>();
    private final List<TimeSeries> series = new ArrayList<>();
    private final List<Consumer<Metric>> listeners = new ArrayList<>();
    private final TagSet root;
    private final BuiltinMetrics builtin;
    private final Set<String> builtinNames;
    private int groups;
    private final Consumer<String> warnings;
    private final long budget;
    private int nextWarning;
    private boolean spent;
    private Consumer<String> overBudget = text -> {};
    private volatile UnaryOperator<String> redaction = UnaryOperator.identity();

    /** A registry with the built-in metrics. Its budget is what fits into the heap, at least 100,000 series. */
    public MetricRegistry() {
        this(
                SERIES_WARNING,
                Math.max(SERIES_WARNING, Runtime.getRuntime().maxMemory() / BYTES_PER_SERIES),
                warning -> logger.log(System.Logger.Level.WARNING, warning));
    }

    /** A registry that warns of too many series: first beyond this number, then each time the number has doubled. */
    MetricRegistry(int seriesWarning, long budget, Consumer<String> warnings) {
        this.nextWarning = seriesWarning;
        this.budget = budget;
        this.warnings = warnings;
        root = intern(new String[0]);
        builtin = new BuiltinMetrics(this);
        builtinNames = Set.copyOf(metrics.keySet());
    }

    /** The metrics every run has. */
    public BuiltinMetrics builtin() {
        return builtin;
    }

    /** Names of the metrics every run has, also of those that nothing records yet. */
    public Set<String> builtinNames() {
        return builtinNames;
    }

    /** Takes secrets out of each text that becomes part of a tag or of a metric's name from now on. */
    public void redaction(UnaryOperator<String> redact) {
        redaction = redact;
    }

    /** The text without secrets. */
    public String redacted(String text) {
        return redaction.apply(text);
    }

    /** The empty tag set. */
    public TagSet rootTags() {
        return root;
    }

    /** The set of these tags, without those that would be made on the way by adding them one by one. */
    public TagSet tags(SortedMap<String, String> tags) {
        String[] pairs = new String[tags.size() * 2];
        int i = 0;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            pairs[i++] = redacted(tag.getKey());
            pairs[i++] = redacted(tag.getValue());
        }
        return intern(pairs);
    }

    /**
     * The metric of this name, made if it is new.
     *
     * @throws IllegalArgumentException if the name is malformed, or taken by a metric of another type
     */
    public Metric register(String name, MetricType type, ValueType contains) {
        Metric known = metrics.get(name);
        return known != null ? checked(known, type, contains) : create(withoutSecrets(name), type, contains);
    }

    /** A name may have no stars. */
    private String withoutSecrets(String name) {
        String redacted = redacted(name);
        return redacted.equals(name) ? name : redacted.replace("*", "");
    }

    /** Whether a metric may have this name: 2 to 129 ASCII letters, digits and underscores, no digit first. */
    public static boolean isValidName(String name) {
        return NAME.matcher(name).matches();
    }

    private static Metric checked(Metric known, MetricType type, ValueType contains) {
        if (known.type() != type) {
            throw new IllegalArgumentException("metric '" + known.name() + "' already exists but with type "
                    + known.type().text() + ", instead of " + type.text());
        }
        if (known.contains() != contains) {
            throw new IllegalArgumentException("metric '" + known.name() + "' already exists but with a value type "
                    + known.contains().text() + ", instead of " + contains.text());
        }
        return known;
    }

    private synchronized Metric create(String name, MetricType type, ValueType contains) {
        if (!isValidName(name)) {
            throw new IllegalArgumentException("Invalid metric name: '" + name
                    + "'. Metric names must only include up to 128 ASCII letters, numbers, or underscores and start with"
                    + " a letter or an underscore.");
        }
        Metric known = metrics.get(name);
        if (known != null) {
            return checked(known, type, contains);
        }
        Metric metric = new Metric(metrics.size(), name, type, contains);
        // before any sample: who waits for this metric adds its sub-metrics, or refuses it
        listeners.forEach(listener -> listener.accept(metric));
        metrics.put(name, metric);
        return metric;
    }

    /** Calls the listener for each metric that is registered from now on, before it can be recorded to. */
    public synchronized void onRegister(Consumer<Metric> listener) {
        listeners.add(listener);
    }

    /** Calls the listener once, when there are more series than fit into memory, with a text that names the worst tag. */
    public synchronized void onOverBudget(Consumer<String> listener) {
        overBudget = listener;
    }

    /** Metrics to be recorded together. */
    public synchronized MetricGroup group(Metric... together) {
        return new MetricGroup(groups++, List.of(together));
    }

    /** The metric of this name, or null. */
    public @Nullable Metric find(String name) {
        return metrics.get(name);
    }

    /** All metrics, sorted by name. */
    public Collection<Metric> metrics() {
        return new TreeMap<>(metrics).values();
    }

    /**
     * The part of a metric that carries the selector's tags, made if it is new. Samples that were drained before it was
     * made are not in it.
     */
    public synchronized SubMetric subMetric(Metric parent, MetricSelector selector) {
        for (SubMetric known : parent.subMetrics()) {
            if (known.selector().tags().equals(selector.tags())) {
                return known;
            }
        }
        SubMetric made = new SubMetric(parent, selector);
        parent.add(made);
        for (TimeSeries one : series) {
            if (one.metric() == parent) {
                one.sinks(sinksFor(parent, one.tags()));
            }
        }
        return made;
    }

    /** Names of known metrics that are near to one that is not, nearest first; at most three. */
    public List<String> near(String name) {
        return NearNames.of(name, metrics.keySet());
    }

    /** Values that the run's series carry for each tag, by key, sorted. */
    public synchronized Map<String, Set<String>> tagValues() {
        Map<String, Set<String>> values = new TreeMap<>();
        series.forEach(one -> one.tags()
                .forEach((key, value) ->
                        values.computeIfAbsent(key, k -> new TreeSet<>()).add(value)));
        return values;
    }

    /** How many time series there are. */
    public synchronized int seriesCount() {
        return series.size();
    }

    TagSet intern(String[] pairs) {
        return tagSets.computeIfAbsent(new Pairs(pairs), p -> new TagSet(this, p.pairs));
    }

    TimeSeries newSeries(Metric metric, TagSet tags) {
        TimeSeries made;
        String warning = null;
        String end = null;
        Consumer<String> listener;
        synchronized (this) {
            listener = overBudget;
            made = new TimeSeries(series.size(), metric, tags, sinksFor(metric, tags));
            series.add(made);
            if (series.size() > budget && !spent) {
                spent = true;
                end = cardinality("more than the " + budget + " that fit into the heap");
            } else if (series.size() > nextWarning) {
                warning = cardinality("more than the limit of " + nextWarning);
                nextWarning *= 2;
            }
        }
        if (end != null) {
            listener.accept(end);
        }
        if (warning != null) {
            warnings.accept(warning);
        }
        return made;
    }

    private String cardinality(String tooMany) {
        String widest = tagValues().entrySet().stream()
                .max(Comparator.comparingInt(tag -> tag.getValue().size()))
                .map(
                        tag -> "The tag '" + tag.getKey() + "' alone has "
                                + tag.getValue().size()
                                + " different values; group URLs with a name (http.request(..).name(..)) and keep ids out of tags.")
                .orElse("They have no tags; use tags rather than many metrics.");
        return "The test has generated metrics with " + series.size() + " unique time series, " + tooMany + ". "
                + widest;
    }

    private static List<Sink> sinksFor(Metric metric, TagSet tags) {
        List<Sink> sinks = new ArrayList<>();
        sinks.add(metric.sink());
        for (SubMetric sub : metric.subMetrics()) {
            if (sub.selector().matches(tags)) {
                sinks.add(sub.sink());
            }
        }
        return List.copyOf(sinks);
    }

    /** An array with equality. */
    private static final class Pairs {
        private final String[] pairs;

        Pairs(String[] pairs) {
            this.pairs = pairs;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pairs p && Arrays.equals(pairs, p.pairs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(pairs);
        }
    }
}
