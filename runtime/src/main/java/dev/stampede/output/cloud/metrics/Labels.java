package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes labels of tags, as they travel. Names that the service keeps for itself are left out, with one warning each. Confined
 * to the thread that encodes. (k6: {@code expv2/mapping.go}.)
 */
final class Labels {
    private static final System.Logger logger = System.getLogger(Labels.class.getName());

    private final Map<TagSet, byte[]> known = new HashMap<>();
    /** The same by id of the series: looked up by tags they cost a sixth more with 200,000 series. */
    private byte[] @Nullable [] ofSeries = new byte[64][];

    private final Set<String> warned = new HashSet<>();

    /** The labels of a series, each a field of it. */
    byte[] of(TimeSeries series) {
        int id = series.id();
        byte[] labels = id < ofSeries.length ? ofSeries[id] : null;
        return labels != null ? labels : remember(series);
    }

    private byte[] remember(TimeSeries series) {
        int id = series.id();
        if (id >= ofSeries.length) {
            ofSeries = Arrays.copyOf(ofSeries, Math.max(id + 1, ofSeries.length * 2));
        }
        byte[] labels = known.get(series.tags());
        if (labels == null) {
            labels = make(series.tags());
            known.put(series.tags(), labels);
        }
        ofSeries[id] = labels;
        return labels;
    }

    private byte[] make(TagSet tags) {
        Wire wire = new Wire();
        tags.forEach((name, value) -> {
            if (isReserved(name)) {
                warn(name);
            } else {
                int label = wire.open(1);
                wire.text(1, name);
                wire.text(2, value);
                wire.close(label);
            }
        });
        return Arrays.copyOf(wire.bytes(), wire.size());
    }

    private static boolean isReserved(String name) {
        return name.startsWith("__") || name.equals("test_run_id");
    }

    private void warn(String name) {
        if (warned.add(name)) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "The tag '" + name + "' is not sent to the cloud, which keeps this name for itself. Choose another"
                            + " name to see it there.");
        }
    }
}
