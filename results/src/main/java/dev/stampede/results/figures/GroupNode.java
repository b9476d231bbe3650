package dev.stampede.results.figures;

import dev.stampede.metrics.Sink;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** A group with its checks and the groups in it, sorted by name. Confined to whoever holds the run; sinks are not to be changed. */
public final class GroupNode {
    private static final String SEPARATOR = "::";
    /** Most groups within each other; the last one has the rest of the path for its name. */
    private static final int MOST_DEEP = 50;

    private final String name;
    private final String path;
    private final Sink.TrendSink durations = new Sink.TrendSink();
    private final Map<String, Sink.RateSink> checks = new TreeMap<>();
    private final Map<String, GroupNode> groups = new TreeMap<>();

    private GroupNode(String name, String path) {
        this.name = name;
        this.path = path;
    }

    static GroupNode root() {
        return new GroupNode("", "");
    }

    /** The group of a path such as {@code ::front::basket}, made if it is new; of an empty path, this one. */
    GroupNode at(String tag) {
        GroupNode group = this;
        String[] names = tag.split(SEPARATOR, MOST_DEEP + 1);
        for (int i = 1; i < names.length; i++) {
            String below = group.path + SEPARATOR + names[i];
            group = group.groups.computeIfAbsent(names[i], next -> new GroupNode(next, below));
        }
        return group;
    }

    Sink.RateSink check(String called) {
        return checks.computeIfAbsent(called, c -> new Sink.RateSink());
    }

    /** Its name; empty for what is outside of groups. */
    public String name() {
        return name;
    }

    /** Its path, such as {@code ::front::basket}. */
    public String path() {
        return path;
    }

    /** How long each passage took, in milliseconds. */
    public Sink.TrendSink durations() {
        return durations;
    }

    /** Checks by name. */
    public Map<String, Sink.RateSink> checks() {
        return checks;
    }

    /** The groups in it. */
    public Collection<GroupNode> groups() {
        return groups.values();
    }
}
