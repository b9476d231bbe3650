package dev.stampede.output.cloud.login;

import com.squareup.moshi.JsonEncodingException;
import dev.stampede.ConfigException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * k6's own config file, which both tools read and write: who has logged in with one of them has done so for both. (k6: {@code
 * internal/cmd/config.go}, {@code cmd/state/state.go}.) Holds no content; each call reads the file anew.
 */
public final class ConfigFile {
    private static final String PREFIX = "failed to load the configuration file from the local file system: ";

    private final Path path;
    private final boolean chosen;

    private ConfigFile(Path path, boolean chosen) {
        this.path = path;
        this.chosen = chosen;
    }

    /**
     * Where it is: {@code K6_CONFIG}, else {@code k6/config.json} in the user's config folder.
     *
     * @param os name of the operating system, as Java tells it
     * @throws ConfigException if there can be no such path
     */
    public static ConfigFile of(Map<String, String> environment, String os) {
        String given = environment.getOrDefault("K6_CONFIG", "");
        try {
            Path standard = folder(environment, os.toLowerCase(Locale.ROOT))
                    .resolve("k6")
                    .resolve("config.json");
            if (given.isEmpty() || Path.of(given).equals(standard)) {
                return new ConfigFile(standard, false);
            }
            return new ConfigFile(Path.of(given), true);
        } catch (InvalidPathException e) {
            throw new ConfigException(PREFIX + "there can be no such path: " + e.getMessage() + "\nIt is from "
                    + (given.isEmpty() ? "the user's config folder" : "environment variable K6_CONFIG") + ".");
        }
    }

    /** The file of this process. */
    public static ConfigFile ofThisMachine(Map<String, String> environment) {
        return of(environment, System.getProperty("os.name"));
    }

    /** (Go: {@code os.UserConfigDir}; k6 falls back to a folder where it was started.) */
    private static Path folder(Map<String, String> environment, String os) {
        Path fallback = Path.of(".config");
        if (os.startsWith("windows")) {
            return environment.entrySet().stream()
                    .filter(one -> one.getKey().equalsIgnoreCase("AppData")
                            && !one.getValue().isEmpty())
                    .findFirst()
                    .map(one -> Path.of(one.getValue()))
                    .orElse(fallback);
        }
        String home = environment.getOrDefault("HOME", "");
        if (os.startsWith("mac") || os.startsWith("darwin")) {
            return home.isEmpty() ? fallback : Path.of(home, "Library", "Application Support");
        }
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        if (!xdg.isEmpty()) {
            return Path.of(xdg).isAbsolute() ? Path.of(xdg) : fallback;
        }
        return home.isEmpty() ? fallback : Path.of(home, ".config");
    }

    /** Where it is, whether there is one or not. */
    public Path path() {
        return path;
    }

    /** Whether it was named, rather than found where it always is. */
    boolean isChosen() {
        return chosen;
    }

    /** Where settings in it are from, for people. */
    public String source() {
        return "k6's config file " + path;
    }

    /**
     * The cloud's settings in it, {@code collectors.cloud}, as texts by their keys; none if there is no file. Who has switched
     * archives off for k6, {@code noArchiveUpload}, has done so here too.
     *
     * @throws ConfigException if the file cannot be read, or is missing though it was named
     */
    public Map<String, String> cloud() {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, @Nullable Object> all = read();
        cloud(all).forEach((key, value) -> {
            if (value != null && !(value instanceof Map) && !(value instanceof List)) {
                texts.put(key, value.toString());
            }
        });
        if (Boolean.TRUE.equals(KnownKeys.find(all, "noArchiveUpload"))) {
            texts.put("noArchiveUpload", "true");
        }
        return texts;
    }

    /** {@code collectors.cloud} of all that is in the file. */
    Map<String, @Nullable Object> cloud(Map<String, @Nullable Object> all) {
        return object(collectors(all).get("cloud"), "collectors.cloud");
    }

    /** {@code collectors} of all that is in the file. */
    Map<String, @Nullable Object> collectors(Map<String, @Nullable Object> all) {
        return object(KnownKeys.find(all, "collectors"), "collectors");
    }

    /**
     * All that is in it; empty if there is no file.
     *
     * @throws ConfigException if the file cannot be read, or is missing though it was named
     */
    Map<String, @Nullable Object> read() {
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            if (!chosen) {
                return Map.of();
            }
            throw broken("load", "no such file", "Correct the environment variable K6_CONFIG, or remove it.", e);
        } catch (IOException e) {
            throw broken("load", reason(e), "Make it a file that can be read.", e);
        }
        try {
            return object(JsonTree.read(text), "it");
        } catch (IOException e) {
            throw broken("parse", reason(e), "Correct it, or remove it and log in again.", e);
        }
    }

    @SuppressWarnings("unchecked") // JsonTree makes no other maps
    private Map<String, @Nullable Object> object(@Nullable Object value, String name) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map) {
            return (Map<String, @Nullable Object>) value;
        }
        throw broken("parse", name + " is no object", "Correct it, or remove it and log in again.", null);
    }

    private ConfigException broken(String how, String why, String advice, @Nullable Exception cause) {
        ConfigException problem = new ConfigException(
                PREFIX + "couldn't " + how + " the configuration from \"" + path + "\": " + why + "\n" + advice);
        if (cause != null) {
            problem.initCause(cause);
        }
        return problem;
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case CharacterCodingException coding -> "it is not UTF-8";
            case EOFException end -> "unexpected end of JSON input";
            case JsonEncodingException json ->
                String.valueOf(json.getMessage())
                        .replace("Use JsonReader.setLenient(true) to accept malformed JSON", "malformed JSON");
            default -> String.valueOf(e.getMessage());
        };
    }
}
