package dev.stampede.results.view;

import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.DataFolder;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;

/** What the page asks for. */
public final class RunApi {
    private static final int MOST_RUNS = 1_000;

    private final Runs runs;
    private final Snapshots snapshots;
    private final Events events;

    /** Of these runs. */
    public RunApi(Runs runs) {
        this.runs = runs;
        this.snapshots = new Snapshots(runs);
        this.events = new Events(snapshots);
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
                .add("GET", "/api/runs/{}/events", Routes.Access.TOKEN, request -> events.of(run(request)));
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
        return snapshots.of(run(request));
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

    private Run run(Request request) throws Refusal {
        return runs.find(request.hole(0)).orElseThrow(RunApi::none);
    }

    private static Refusal none() {
        return new Refusal(404, "there is no such test run");
    }
}
