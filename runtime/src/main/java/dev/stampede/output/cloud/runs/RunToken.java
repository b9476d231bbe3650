package dev.stampede.output.cloud.runs;

import dev.stampede.output.cloud.api.GoJson;
import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * The token of one run, and where it may be sent: to the service that gave it out, and where that wants metrics. Kept in a
 * file of its own beside the run's journal, which only its owner may read. Immutable; its text does not show it.
 */
final class RunToken {
    static final String FILE = "run.token";

    private static final int LONGEST_FILE = 1 << 16;

    private final String token;
    private final String host;
    private final String metrics;

    /**
     * @param host base URL of the service
     * @param metrics URL where metrics are pushed
     */
    RunToken(String token, String host, String metrics) {
        this.token = token;
        this.host = host;
        this.metrics = metrics;
    }

    /** Value of the header. */
    String authorization() {
        return "Bearer " + token;
    }

    /** Whether it was given out for what an entry says: journals are not as well kept as tokens. */
    boolean isFor(JournalEntry entry) {
        return host.equals(entry.host()) && metrics.equals(entry.metrics());
    }

    /** The one that is kept in a run's folder; empty when there is none, or it cannot be read. */
    static Optional<RunToken> in(Path folder) {
        try {
            Path file = folder.resolve(FILE);
            if (Files.size(file) > LONGEST_FILE) {
                return Optional.empty();
            }
            Map<String, Object> json = Json.object(Files.readString(file));
            String token = json == null ? "" : Json.text(json.get("token"));
            return json == null || !isToken(token)
                    ? Optional.empty()
                    : Optional.of(new RunToken(token, Json.text(json.get("host")), Json.text(json.get("metrics"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a text can be the value of a header. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** Keeps it in a run's folder, where there is none yet. */
    void keepIn(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (UnsupportedOperationException e) { // a file system without such rights
            Files.createFile(file);
        }
        byte[] text = GoJson.line(Map.of("token", token, "host", host, "metrics", metrics));
        Files.write(file, text, StandardOpenOption.WRITE);
    }

    /** Removes what is kept in a run's folder. */
    static void removeFrom(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    @Override
    public String toString() {
        return "the token of a run at " + host;
    }
}
