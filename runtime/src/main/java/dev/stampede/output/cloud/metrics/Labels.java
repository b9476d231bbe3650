package dev.stampede.output.cloud.metrics;

import dev.stampede.metrics.TagSet;
import dev.stampede.output.cloud.proto.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes labels of tags. Names that the service keeps for itself are left out, with one warning each. Confined to the
 * thread that encodes. (k6: {@code expv2/mapping.go}.)
 */
public final class Labels {
    private static final System.Logger logger = System.getLogger(Labels.class.getName());

    private final Map<TagSet, List<Label>> known = new HashMap<>();
    private final Set<String> warned = new HashSet<>();

    /** The labels of a set; the same set gives the same list. */
    List<Label> of(TagSet tags) {
        List<Label> labels = known.get(tags);
        if (labels == null) {
            labels = make(tags);
            known.put(tags, labels);
        }
        return labels;
    }

    private List<Label> make(TagSet tags) {
        List<Label> labels = new ArrayList<>();
        tags.forEach((name, value) -> {
            if (isReserved(name)) {
                warn(name);
            } else {
                labels.add(Label.newBuilder().setName(name).setValue(value).build());
            }
        });
        return labels;
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
