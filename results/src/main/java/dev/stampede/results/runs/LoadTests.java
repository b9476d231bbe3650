package dev.stampede.results.runs;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.store.AtomicFile;
import dev.stampede.results.wire.ClosedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The load tests that runs are of, as the cloud has them: by a number, and by a name within a project. Thread-safe. */
public final class LoadTests implements AutoCloseable {
    private static final String FILE = "load_tests.json";

    private final Path file;
    private final Clock clock;
    private final List<LoadTest> all = new ArrayList<>();
    private boolean closed;

    private LoadTests(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * A load test.
     *
     * @param id its number, from 1
     * @param project number of its project
     * @param created milliseconds since 1970-01-01T00:00Z
     */
    public record LoadTest(long id, long project, String name, long created) {
        private Map<String, ?> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("project", project);
            json.put("name", name);
            json.put("created", created);
            return json;
        }
    }

    /** Those of a folder, which the caller alone has. */
    public static LoadTests open(Path folder, Clock clock) throws IOException {
        LoadTests opened = new LoadTests(folder.resolve(FILE), clock);
        Map<String, Object> kept = Files.exists(opened.file) ? Json.object(Files.readString(opened.file)) : null;
        for (Object one : Json.list(kept == null ? null : kept.get("load_tests"))) {
            Map<String, Object> json = Json.object(one);
            if (json != null) {
                opened.all.add(new LoadTest(
                        number(json, "id"),
                        number(json, "project"),
                        Json.text(json.get("name")),
                        number(json, "created")));
            }
        }
        return opened;
    }

    private static long number(Map<String, Object> json, String name) {
        String text = Json.text(json.get(name));
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** All there are. */
    public synchronized List<LoadTest> all() {
        return List.copyOf(all);
    }

    /** The load test of this number. */
    public Optional<LoadTest> find(String id) {
        return all().stream().filter(one -> Long.toString(one.id).equals(id)).findFirst();
    }

    /** The load test of this name. */
    public Optional<LoadTest> find(long project, String name) {
        return all().stream()
                .filter(one -> one.project == project && one.name.equals(name))
                .findFirst();
    }

    /** Makes one; empty when there is one of that name. */
    public synchronized Optional<LoadTest> make(long project, String name) throws IOException {
        if (find(project, name).isPresent()) {
            return Optional.empty();
        }
        if (closed) {
            throw new ClosedException();
        }
        long last = all.stream().mapToLong(LoadTest::id).max().orElse(0);
        LoadTest made = new LoadTest(last + 1, project, name, clock.millis());
        all.add(made);
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("load_tests", all.stream().map(LoadTest::json).toList());
        try {
            AtomicFile.replace(file, Json.file(json).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            all.remove(made);
            throw e;
        }
        return Optional.of(made);
    }

    /** The load test of this name, which is made where there is none. */
    public synchronized LoadTest findOrMake(long project, String name) throws IOException {
        Optional<LoadTest> known = find(project, name);
        return known.isPresent() ? known.get() : make(project, name).orElseThrow();
    }

    /** Makes no more: the folder is somebody else's then. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
