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

    private final Room room;

    /** How many groups and checks may still be made, in all of a tree. */
    private static final class Room {
        private int left;

        Room(int left) {
            this.left = left;
        }

        boolean take() {
            return left > 0 && left-- > 0;
        }
    }

    private GroupNode(String name, String path, Room room) {
        this.name = name;
        this.path = path;
        this.room = room;
    }

    /** @param most most groups in it, together with their checks */
    static GroupNode root(int most) {
        return new GroupNode("", "", new Room(most));
    }

    /**
     * The group of a path such as {@code ::front::basket}, made if it is new; of an empty path, this one. When there are too many, the
     * one that it would be in.
     */
    GroupNode at(String tag) {
        GroupNode group = this;
        String[] names = tag.split(SEPARATOR, MOST_DEEP + 1);
        for (int i = 1; i < names.length; i++) {
            GroupNode next = group.groups.get(names[i]);
            if (next == null) {
                if (!room.take()) {
                    return group;
                }
                next = new GroupNode(names[i], group.path + SEPARATOR + names[i], room);
                group.groups.put(names[i], next);
            }
            group = next;
        }
        return group;
    }

    /** A check of it, made if it is new; when there are too many, the one that stands for all further ones. */
    Sink.RateSink check(String called) {
        String fits = checks.containsKey(called) || room.take() ? called : Breakdown.MORE;
        return checks.computeIfAbsent(fits, c -> new Sink.RateSink());
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
