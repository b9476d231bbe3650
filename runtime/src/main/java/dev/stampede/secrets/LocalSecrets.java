package dev.stampede.secrets;

import dev.stampede.output.SecretSource;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of this machine, given as k6's {@code --secret-source} gives them: {@code mock=name=value,name2=value2}, or {@code
 * file=path} of a file with a line {@code name=value} for each. Immutable. (k6: {@code internal/secretsource}.)
 */
public final class LocalSecrets implements SecretSource {
    private final String described;
    private final Map<String, String> values;

    private LocalSecrets(String described, Map<String, String> values) {
        this.described = described;
        this.values = Map.copyOf(values);
    }

    /**
     * Reads a source.
     *
     * @param source such as {@code file=secrets.txt}; a path is relative to the working directory
     * @throws IllegalArgumentException if it is none, with what is wrong; it tells no value
     */
    public static LocalSecrets of(String source) {
        String[] parts = source.strip().split("=", 2);
        String what = parts.length < 2 ? "" : parts[1];
        return switch (parts[0]) {
            case "mock" -> new LocalSecrets("the mock secrets", mock(what));
            case "file" -> file(what);
            default ->
                throw new IllegalArgumentException(
                        "invalid secret source type '" + shortened(parts[0]) + "', available types are: file, mock");
        };
    }

    /** It may be a value that was given without all the rest. */
    private static String shortened(String type) {
        return type.length() <= 12 && type.chars().allMatch(Character::isLetter) ? type : "***";
    }

    private static Map<String, String> mock(String pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] each = pairs.split(",", -1);
        for (int i = 0; i < each.length; i++) {
            add(values, each[i], "entry " + (i + 1) + " of the mock secrets");
        }
        return values;
    }

    private static LocalSecrets file(String path) {
        if (path.isBlank()) {
            throw new IllegalArgumentException("file= needs the path of a file");
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> lines = lines(path);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(values, line, "line " + (i + 1) + " of " + path);
            }
        }
        return new LocalSecrets(path, values);
    }

    private static List<String> lines(String path) {
        try {
            return Files.readAllLines(Path.of(path));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + path, e);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(path + " is not a text in UTF-8", e);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(path + " cannot be read: " + e, e);
        }
    }

    private static void add(Map<String, String> values, String pair, String where) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? "" : pair.substring(0, equals).strip();
        if (name.isEmpty() || equals == pair.length() - 1) {
            throw new IllegalArgumentException(where + " is not name=value");
        }
        values.put(name, pair.substring(equals + 1));
    }

    /** All values, for whoever must keep them out of something before any is asked for. */
    public Collection<String> values() {
        return values.values();
    }

    @Override
    public String describe() {
        return described;
    }

    @Override
    public String secret(String name) throws IOException {
        @Nullable String value = values.get(name);
        if (value == null) {
            throw new IOException("there is no secret of this name");
        }
        return value;
    }

    /** Tells no value. */
    @Override
    public String toString() {
        return described;
    }
}
