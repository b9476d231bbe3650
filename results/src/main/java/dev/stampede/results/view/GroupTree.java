package dev.stampede.results.view;

import dev.stampede.metrics.Histogram;
import dev.stampede.results.figures.GroupNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A group with its checks and the groups in it.
 *
 * @param more how many checks and groups in it are left out, because the run has too many
 */
public record GroupTree(
        String name, String path, @Nullable Durations seconds, List<Check> checks, List<GroupTree> groups, int more) {
    /** Most checks and groups that are shown of a run. */
    static final int MOST = 2_000;

    private static final double MILLIS = 1000;

    /** How long passages took, in seconds. */
    public record Durations(long count, double avg, double p95, double max) {}

    /** How often a check held, and how often not. */
    public record Check(String name, long passes, long fails) {}

    static GroupTree of(GroupNode node) {
        return of(node, new AtomicInteger(MOST));
    }

    private static GroupTree of(GroupNode node, AtomicInteger left) {
        List<Check> checks = new ArrayList<>();
        node.checks().forEach((name, sink) -> {
            if (left.getAndDecrement() > 0) {
                checks.add(new Check(name, sink.nonZero(), sink.count() - sink.nonZero()));
            }
        });
        List<GroupTree> groups = new ArrayList<>();
        for (GroupNode group : node.groups()) {
            if (left.getAndDecrement() > 0) {
                groups.add(of(group, left));
            }
        }
        return new GroupTree(
                node.name(),
                node.path(),
                durations(node.durations().histogram()),
                checks,
                groups,
                node.checks().size() - checks.size() + node.groups().size() - groups.size());
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
