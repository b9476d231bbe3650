package dev.stampede.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Headers in the order they travel, names as they were written. Not thread-safe. */
public final class HeaderList {
    /** What a copied request may still get: agent, credentials, cookies. */
    private static final int ROOM = 3;

    private final List<String> pairs;

    /** An empty list. */
    public HeaderList() {
        pairs = new ArrayList<>(); // takes no room while empty, as most are
    }

    /** An empty list with room for some headers. */
    public HeaderList(int room) {
        pairs = new ArrayList<>(2 * room);
    }

    /** A list of the same headers that changes on its own, with room for a few more. */
    public HeaderList copy() {
        HeaderList copy = new HeaderList(size() + ROOM);
        copy.pairs.addAll(pairs);
        return copy;
    }

    /** How many headers there are. */
    public int size() {
        return pairs.size() / 2;
    }

    /** Name of a header. */
    public String name(int index) {
        return pairs.get(2 * index);
    }

    /** Value of a header. */
    public String value(int index) {
        return pairs.get(2 * index + 1);
    }

    /** Adds a header, beside any of the same name. */
    public void add(String name, String value) {
        pairs.add(name);
        pairs.add(value);
    }

    /** Replaces all headers of the same name, whatever its case. */
    public void set(String name, String value) {
        remove(name);
        add(name, value);
    }

    /** Removes all headers of a name, whatever its case. */
    public void remove(String name) {
        for (int i = pairs.size() - 2; i >= 0; i -= 2) {
            if (pairs.get(i).equalsIgnoreCase(name)) {
                pairs.remove(i + 1);
                pairs.remove(i);
            }
        }
    }

    /** First value of a header, whatever its case; null when it is absent. */
    public @Nullable String get(String name) {
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equalsIgnoreCase(name)) {
                return pairs.get(i + 1);
            }
        }
        return null;
    }

    /** All values of a header, whatever its case. */
    public List<String> all(String name) {
        List<String> values = List.of();
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equalsIgnoreCase(name)) {
                if (values.isEmpty()) {
                    values = new ArrayList<>(2);
                }
                values.add(pairs.get(i + 1));
            }
        }
        return values;
    }

    /** The same as an unmodifiable map; a name is spelled as where it comes first, and found whatever its case. */
    public Map<String, List<String>> toMap() {
        TreeMap<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < pairs.size(); i += 2) {
            map.computeIfAbsent(pairs.get(i), name -> new ArrayList<>(1)).add(pairs.get(i + 1));
        }
        map.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return toMap().keySet().toString(); // values may be secrets
    }

    /**
     * Refuses what cannot travel as one header line.
     *
     * @throws IllegalArgumentException naming the header, not its value, which may be a secret
     */
    static void check(String name, String value) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("invalid header name '" + name + "'");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException(
                        "the value of header '" + name + "' has a line break or a zero character at position " + i);
            }
        }
    }

    /** Whether this is a token as of RFC 9110, section 5.6.2. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
