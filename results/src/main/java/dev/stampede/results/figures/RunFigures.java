package dev.stampede.results.figures;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.metrics.ValueType;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.wire.Refusal;
import dev.stampede.results.wire.TimeSpan;
import dev.stampede.results.wire.WireSinks;
import dev.stampede.thresholds.ThresholdSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured in one run: the total of each metric and of the sub-metrics that thresholds ask for, what is told apart by tags,
 * and each metric over time. Whatever the order in which pushes come, and from however many generators, the totals are the same.
 *
 * <p>Confined to whoever holds the run.
 */
public final class RunFigures {
    /** Most series of a run unless it is said otherwise: 200,000, or as many as go into half of a smaller heap. */
    public static final int SERIES_BUDGET =
            (int) Math.clamp(Runtime.getRuntime().maxMemory() / 2_000, 20_000L, 200_000L);

    private final MetricRegistry registry = new MetricRegistry();
    private final Breakdown breakdown = new Breakdown();
    private SummedGauge vus = new SummedGauge();
    private SummedGauge vusMax = new SummedGauge();
    private final Limits limits;
    private final int budget;
    /** By the series' number. */
    private final List<Known> known = new ArrayList<>();

    private final TimeLines timeLines = new TimeLines();
    /** Each text of labels once: most series share most of theirs. */
    private final Map<String, String> texts = new HashMap<>();

    private final RunTime time = new RunTime();

    /**
     * Figures of a run that has none.
     *
     * @param budget most series it may have
     * @param declared its thresholds
     */
    public RunFigures(int budget, List<ThresholdSpec> declared) {
        this.budget = budget;
        this.limits = new Limits(declared, registry);
    }

    /** A series, and where its samples belong beside its metric. */
    private record Known(TimeSeries series, List<Sink> sinks) {}

    /** The run's metrics, their sinks and sub-metrics. */
    public MetricRegistry registry() {
        return registry;
    }

    /**
     * Whether a push can be taken, and nothing of it is.
     *
     * @param sent the time of its samples
     * @param had in which time the service has had the run, up to the push
     * @throws Refusal if a metric has another type than before, a sample is of a time in which it cannot have been measured, or there
     *     would be too many series
     */
    public void check(MetricSet metrics, TimeSpan sent, TimeSpan had) throws Refusal {
        List<String> wrong = new ArrayList<>();
        time.problem(sent, had).ifPresent(wrong::add);
        Map<String, MetricType> types = new HashMap<>();
        long series = known.size();
        for (dev.stampede.output.cloud.proto.Metric one : metrics.getMetricsList()) {
            MetricType type = WireSinks.type(one.getType());
            Metric registered = registry.find(one.getName());
            MetricType before = types.putIfAbsent(one.getName(), registered == null ? type : registered.type());
            MetricType is = before != null ? before : registered != null ? registered.type() : type;
            if (is != type) {
                wrong.add(one.getName() + " is a " + is.text() + " in this run, but was sent as a " + type.text());
            }
            series += one.getTimeSeriesCount();
        }
        if (!wrong.isEmpty()) {
            throw new Refusal(400, 0, "the metrics cannot be taken", Map.of("metrics", wrong));
        }
        if (series > budget && known.size() + newSeries(metrics) > budget) {
            throw new Refusal(
                    403,
                    Refusal.TAKES_NO_MORE,
                    "the run has more than " + budget
                            + " time series, which is all this service takes; group URLs with a name and keep ids out of tags",
                    Map.of());
        }
    }

    /** Only when it may be too many: it looks at each series of the run. */
    private long newSeries(MetricSet metrics) {
        Map<String, Set<Map<String, String>>> tagsOf = new HashMap<>();
        for (Known one : known) {
            Map<String, String> tags = new HashMap<>();
            one.series.tags().forEach(tags::put);
            tagsOf.computeIfAbsent(one.series.metric().name(), name -> new HashSet<>())
                    .add(tags);
        }
        long made = 0;
        for (dev.stampede.output.cloud.proto.Metric one : metrics.getMetricsList()) {
            Set<Map<String, String>> ofMetric = tagsOf.computeIfAbsent(one.getName(), name -> new HashSet<>());
            for (dev.stampede.output.cloud.proto.TimeSeries series : one.getTimeSeriesList()) {
                made += ofMetric.add(labels(series)) ? 1 : 0;
            }
        }
        return made;
    }

    /** Takes a push that was {@linkplain #check checked}. */
    public void add(MetricSet metrics, TimeSpan of, TimeSpan had) {
        int period = metrics.getAggregationPeriod();
        if (time.add(of, period, had)) {
            timeLines.clear();
            vus = new SummedGauge();
            vusMax = new SummedGauge();
        }
        for (dev.stampede.output.cloud.proto.Metric one : metrics.getMetricsList()) {
            Metric metric = metric(one.getName(), WireSinks.type(one.getType()));
            TimeLine line = timeLines.of(metric);
            for (dev.stampede.output.cloud.proto.TimeSeries sent : one.getTimeSeriesList()) {
                TimeSeries series = registry.tags(labels(sent)).series(metric);
                List<Sink> more = sinks(series);
                WireSinks.forEach(sent, (second, sink) -> {
                    series.sinks().forEach(each -> each.merge(sink));
                    more.forEach(each -> each.merge(sink));
                    line.add(second, period, sink);
                    addUp(metric, second, period, sink);
                });
            }
        }
        timeLines.fit();
    }

    private Metric metric(String name, MetricType type) {
        Metric registered = registry.find(name);
        return registered != null ? registered : registry.register(name, type, ValueType.DEFAULT);
    }

    private SortedMap<String, String> labels(dev.stampede.output.cloud.proto.TimeSeries series) {
        SortedMap<String, String> labels = new TreeMap<>();
        series.getLabelsList().forEach(label -> labels.put(shared(label.getName()), shared(label.getValue())));
        return labels;
    }

    private String shared(String text) {
        String same = texts.putIfAbsent(text, text);
        return same == null ? text : same;
    }

    private List<Sink> sinks(TimeSeries series) {
        if (series.id() == known.size()) { // they are numbered as they come
            known.add(new Known(series, breakdown.sinksOf(series)));
        }
        return known.get(series.id()).sinks;
    }

    private void addUp(Metric metric, long second, int period, Sink sink) {
        if (sink instanceof Sink.GaugeSink gauge) {
            if (metric == registry.builtin().vus) {
                vus.add(second, period, gauge);
            } else if (metric == registry.builtin().vusMax) {
                vusMax.add(second, period, gauge);
            }
        }
    }

    /** How many series there are. */
    public int seriesCount() {
        return known.size();
    }

    /** Each metric that has samples, sorted by name. */
    public List<MetricFigures> metrics() {
        List<MetricFigures> all = new ArrayList<>();
        for (Metric metric : registry.metrics()) {
            if (!metric.sink().isEmpty()) {
                all.add(figures(metric));
            }
        }
        return all;
    }

    /** A metric, if it has samples. */
    public Optional<MetricFigures> metric(String name) {
        Metric metric = registry.find(name);
        return metric == null || metric.sink().isEmpty() ? Optional.empty() : Optional.of(figures(metric));
    }

    private MetricFigures figures(Metric metric) {
        MetricFigures figures =
                MetricFigures.of(metric, !registry.builtinNames().contains(metric.name()), seconds());
        SummedGauge gauge =
                metric == registry.builtin().vus ? vus : metric == registry.builtin().vusMax ? vusMax : null;
        return gauge != null && gauge.generators() > 1 ? figures.summed(gauge) : figures;
    }

    /** What is told apart by tags. */
    public Breakdown breakdown() {
        return breakdown;
    }

    /** The thresholds. */
    public Limits limits() {
        return limits;
    }

    /** Virtual users of all generators. */
    public SummedGauge vus() {
        return vus;
    }

    /** Virtual users that all generators had at hand. */
    public SummedGauge vusMax() {
        return vusMax;
    }

    /** A metric over time; null when there is nothing of it. */
    public @Nullable TimeLine overTime(String metric) {
        Metric registered = registry.find(metric);
        return registered == null ? null : timeLines.find(registered);
    }

    /** Whether there is a sample. */
    public boolean hasData() {
        return time.hasData();
    }

    /** Second of the first sample; larger than {@link #lastSecond()} when there is none. */
    public long firstSecond() {
        return time.firstSecond();
    }

    /** The second behind the last bucket that has a sample. */
    public long lastSecond() {
        return time.lastSecond();
    }

    /** From the first sample to the last. */
    public long seconds() {
        return hasData() ? lastSecond() - firstSecond() : 0;
    }

    /**
     * Writes all of it, so that {@link #restore} makes the same of it.
     *
     * @throws IOException if the stream does not take it
     */
    public void save(StateWriter out) throws IOException {
        time.save(out);
        SeriesState.save(registry, known.stream().map(Known::series).toList(), this::sinks, out);
        timeLines.save(out);
        vus.save(out);
        vusMax.save(out);
    }

    /**
     * Reads what {@link #save} wrote, into figures that have nothing yet.
     *
     * @throws IOException if it cannot be read, or was written with other thresholds; these figures are of no use then
     */
    public void restore(StateReader in) throws IOException {
        time.restore(in);
        SeriesState.restore(registry, this::metric, this::sinks, in);
        timeLines.restore(in, registry);
        vus.restore(in);
        vusMax.restore(in);
    }
}
