package dev.stampede.summary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group with its checks and the groups in it, each in the order they were first seen. Confined to the thread that drains.
 * (k6: {@code lib/models.go}, {@code lib/test_state.go}.)
 */
final class CheckGroup {
    private static final String SEPARATOR = "::";

    private final String name;
    private final String path;
    private final Map<String, CheckGroup> groups = new LinkedHashMap<>();
    private final Map<String, CheckTally.Check> checks = new LinkedHashMap<>();

    private CheckGroup(String name, String path) {
        this.name = name;
        this.path = path;
    }

    static CheckGroup root() {
        return new CheckGroup("", "");
    }

    /** The group of a path such as {@code ::front::basket}, made if it is new; of an empty path, this one. */
    CheckGroup at(String tag) {
        CheckGroup group = this;
        List<String> names = List.of(tag.split(SEPARATOR, -1));
        for (String next : names.subList(1, names.size())) {
            String below = group.path + SEPARATOR + next;
            group = group.groups.computeIfAbsent(next, n -> new CheckGroup(n, below));
        }
        return group;
    }

    void add(CheckTally.Check check) {
        checks.merge(check.name(), check, CheckTally.Check::plus);
    }

    String name() {
        return name;
    }

    String path() {
        return path;
    }

    Collection<CheckGroup> groups() {
        return Collections.unmodifiableCollection(groups.values());
    }

    Collection<CheckTally.Check> checks() {
        return Collections.unmodifiableCollection(checks.values());
    }

    String pathOf(CheckTally.Check check) {
        return path + SEPARATOR + check.name();
    }

    /** What k6 knows groups and checks by. */
    static String id(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
