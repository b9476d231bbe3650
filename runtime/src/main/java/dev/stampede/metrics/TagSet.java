package dev.stampede.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An interned set of tags: within one run, equal sets are the same object, so a set finds its time series by index.
 * Adding a tag that was added to the same set before costs two map look-ups and allocates nothing. Thread-safe.
 */
public final class TagSet {
    private final MetricRegistry registry;
    /** Keys and values in turn, sorted by key. */
    private final String[] pairs;

    private final ConcurrentHashMap<String, ConcurrentHashMap<String, TagSet>> next = new ConcurrentHashMap<>(4);
    private volatile @Nullable TimeSeries[] series = new TimeSeries[0];
    private volatile TimeSeries[] @Nullable [] groups = new TimeSeries[0][];

    TagSet(MetricRegistry registry, String[] pairs) {
        this.registry = registry;
        this.pairs = pairs;
    }

    /** This set with one more tag, replacing one of the same key. Without the secrets that are known when it is first made. */
    public TagSet with(String key, String value) {
        ConcurrentHashMap<String, TagSet> byValue = next.get(key);
        TagSet found = byValue == null ? null : byValue.get(value);
        return found != null ? found : add(key, value);
    }

    /** This set with more tags. */
    public TagSet with(Map<String, String> tags) {
        TagSet result = this;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            result = result.with(tag.getKey(), tag.getValue());
        }
        return result;
    }

    private TagSet add(String key, String value) {
        TreeMap<String, String> tags = new TreeMap<>();
        forEach(tags::put);
        tags.put(registry.redacted(key), registry.redacted(value));
        String[] flat = new String[tags.size() * 2];
        int i = 0;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            flat[i++] = tag.getKey();
            flat[i++] = tag.getValue();
        }
        TagSet result = registry.intern(flat);
        next.computeIfAbsent(key, k -> new ConcurrentHashMap<>(4)).put(value, result);
        return result;
    }

    /** Value of a tag, or null. */
    public @Nullable String get(String key) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(key)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /** Whether there are no tags. */
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** Passes each tag, sorted by key. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** The series of a metric with these tags. */
    public TimeSeries series(Metric metric) {
        @Nullable TimeSeries[] known = series;
        int id = metric.id();
        TimeSeries found = id < known.length ? known[id] : null;
        return found != null ? found : newSeries(metric);
    }

    private synchronized TimeSeries newSeries(Metric metric) {
        int id = metric.id();
        @Nullable TimeSeries[] known = series;
        TimeSeries found = id < known.length ? known[id] : null;
        if (found == null) {
            found = registry.newSeries(metric, this);
            known = Arrays.copyOf(known, Math.max(known.length, id + 1));
            known[id] = found;
            series = known;
        }
        return found;
    }

    /** The series of all metrics of a group with these tags, in the group's order. Not to be changed. */
    TimeSeries[] series(MetricGroup group) {
        TimeSeries[] @Nullable [] known = groups;
        int id = group.id();
        TimeSeries[] found = id < known.length ? known[id] : null;
        return found != null ? found : newSeries(group);
    }

    private synchronized TimeSeries[] newSeries(MetricGroup group) {
        TimeSeries[] all = group.metrics().stream().map(this::series).toArray(TimeSeries[]::new);
        TimeSeries[] @Nullable [] known = groups;
        known = Arrays.copyOf(known, Math.max(known.length, group.id() + 1));
        known[group.id()] = all;
        groups = known;
        return all;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach((k, v) ->
                text.append(text.length() == 1 ? "" : ",").append(k).append(':').append(v));
        return text.append('}').toString();
    }
}
