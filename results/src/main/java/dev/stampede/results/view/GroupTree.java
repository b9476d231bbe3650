package dev.stampede.results.view;

import dev.stampede.metrics.Histogram;
import dev.stampede.results.figures.GroupNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group with its checks and the groups in it. */
public record GroupTree(
        String name, String path, @Nullable Durations seconds, List<Check> checks, List<GroupTree> groups) {
    private static final double MILLIS = 1000;

    /** How long passages took, in seconds. */
    public record Durations(long count, double avg, double p95, double max) {}

    /** How often a check held, and how often not. */
    public record Check(String name, long passes, long fails) {}

    static GroupTree of(GroupNode node) {
        return new GroupTree(
                node.name(),
                node.path(),
                durations(node.durations().histogram()),
                node.checks().entrySet().stream()
                        .map(entry -> new Check(
                                entry.getKey(),
                                entry.getValue().nonZero(),
                                entry.getValue().count() - entry.getValue().nonZero()))
                        .toList(),
                node.groups().stream().map(GroupTree::of).toList());
    }

    private static @Nullable Durations durations(Histogram millis) {
        return millis.count() == 0
                ? null
                : new Durations(
                        millis.count(),
                        millis.average() / MILLIS,
                        millis.quantile(0.95) / MILLIS,
                        millis.max() / MILLIS);
    }
}
