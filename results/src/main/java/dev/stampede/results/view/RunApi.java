package dev.stampede.results.view;

import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.DataFolder;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What the page asks for. */
public final class RunApi {
    private static final int MOST_RUNS = 1_000;
    private static final int MOST_LINES = 10_000;
    private static final int MOST_READERS = 2;
    private static final String TAG = "tag.";

    private final Runs runs;
    private final Snapshots snapshots;
    private final Events events;
    /** Those who have all samples of a run read again. */
    private final Semaphore readers = new Semaphore(MOST_READERS);

    /** Of these runs. */
    public RunApi(Runs runs) {
        this.runs = runs;
        this.snapshots = new Snapshots(runs);
        this.events = new Events(runs, snapshots);
    }

    /** Adds its routes. */
    public void addTo(Routes routes) {
        routes.add("GET", "/runs/{}", Routes.Access.OPEN, RunApi::page)
                .add("GET", "/api/runs", Routes.Access.TOKEN, this::list)
                .add(
                        "GET",
                        "/api/runs/{}",
                        Routes.Access.TOKEN,
                        request -> json(snapshot(request).run()))
                .add("DELETE", "/api/runs/{}", Routes.Access.TOKEN, this::delete)
                .add(
                        "GET",
                        "/api/runs/{}/chart",
                        Routes.Access.TOKEN,
                        request -> json(snapshot(request).chart()))
                .add("GET", "/api/runs/{}/events", Routes.Access.TOKEN, request -> events.of(run(request)))
                .add("GET", "/api/runs/{}/series", Routes.Access.TOKEN, this::series)
                .add("GET", "/api/runs/{}/logs", Routes.Access.TOKEN, this::logs)
                .add("GET", "/api/runs/{}/archive", Routes.Access.TOKEN, this::archive)
                .add("GET", "/api/runs/{}/archive.tar", Routes.Access.TOKEN, this::archiveFile)
                .add("GET", "/api/compare", Routes.Access.TOKEN, this::compare)
                .add("GET", "/api/trend", Routes.Access.TOKEN, this::trend);
    }

    private static Response page(Request request) throws Refusal {
        if (!DataFolder.isId(request.hole(0))) {
            throw none();
        }
        return Response.of(302).with("Location", "/#/runs/" + request.hole(0));
    }

    private Response list(Request request) throws Refusal, IOException {
        int limit = Math.toIntExact(request.query("limit", 200, 1, MOST_RUNS));
        return Response.json(200, RunList.of(runs, request.query("test"), limit));
    }

    private Snapshots.Snapshot snapshot(Request request) throws Refusal, IOException {
        return snapshots.now(run(request));
    }

    private static Response json(byte[] body) {
        return Response.bytes(200, "application/json", body);
    }

    private Response delete(Request request) throws Refusal, IOException {
        String id = run(request).id();
        runs.delete(id);
        snapshots.forget(id);
        return Response.of(204);
    }

    private Response series(Request request) throws Refusal, IOException {
        Run run = run(request);
        String metric = asked(request, "metric");
        Map<String, String> tags = new HashMap<>();
        request.query().forEach((name, value) -> {
            if (name.startsWith(TAG)) {
                tags.put(name.substring(TAG.length()), value);
            }
        });
        if (tags.isEmpty()) {
            return Response.json(200, SeriesView.of(run, metric));
        }
        if (!readers.tryAcquire()) {
            throw new Refusal(503, "others have their samples read just now; try again in a moment");
        }
        try {
            return Response.json(200, SeriesView.of(run, metric, tags));
        } finally {
            readers.release();
        }
    }

    private Response logs(Request request) throws Refusal, IOException {
        return Response.json(
                200,
                LogView.of(
                        run(request).log(),
                        request.query("level"),
                        request.query("text"),
                        request.query("after", 0, 0, Long.MAX_VALUE),
                        Math.toIntExact(request.query("limit", 500, 1, MOST_LINES))));
    }

    private Response archive(Request request) throws Refusal, IOException {
        return Response.json(200, ArchiveView.of(archiveOf(run(request))));
    }

    private Response archiveFile(Request request) throws Refusal, IOException {
        Run run = run(request);
        return ArchiveView.file(run.id(), archiveOf(run));
    }

    private static Path archiveOf(Run run) throws Refusal {
        return run.archive().orElseThrow(() -> new Refusal(404, "the run has no archive"));
    }

    private Response compare(Request request) throws Refusal, IOException {
        return Response.json(200, Comparison.of(run(asked(request, "a")), run(asked(request, "b"))));
    }

    private Response trend(Request request) throws Refusal, IOException {
        String test = asked(request, "test");
        String metric = asked(request, "metric");
        String stat = asked(request, "stat");
        int limit = Math.toIntExact(request.query("limit", 50, 1, MOST_RUNS));
        return Response.json(200, Trend.of(runs, test, metric, stat, limit));
    }

    private static String asked(Request request, String name) throws Refusal {
        String value = request.query(name);
        if (value.isEmpty()) {
            throw new Refusal(400, name + " is missing");
        }
        return value;
    }

    private Run run(String id) throws Refusal {
        return runs.find(id).orElseThrow(RunApi::none);
    }

    private Run run(Request request) throws Refusal {
        return run(request.hole(0));
    }

    private static Refusal none() {
        return new Refusal(404, "there is no such test run");
    }
}
