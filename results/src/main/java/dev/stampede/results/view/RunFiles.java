package dev.stampede.results.view;

import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.RunArchive;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.util.Map;

/** Runs that leave the service, and come to it, as one file each. */
public final class RunFiles {
    private final Runs runs;

    /** Of these runs. */
    public RunFiles(Runs runs) {
        this.runs = runs;
    }

    /** Adds its routes. */
    public void addTo(Routes routes) {
        routes.add("GET", "/api/runs/{}/export", Routes.Access.TOKEN, this::exported)
                .add("POST", "/api/import", Routes.Access.TOKEN, this::imported);
    }

    private Response exported(Request request) throws Refusal {
        Run run = runs.find(request.hole(0)).orElseThrow(() -> new Refusal(404, "there is no such test run"));
        return Response.stream("application/zip", run::export)
                .with("Content-Disposition", "attachment; filename=\"" + run.fileName() + "\"");
    }

    private Response imported(Request request) throws Refusal, IOException {
        try {
            return Response.json(201, Map.of("id", runs.take(request.stream()).id()));
        } catch (RunArchive.MalformedException e) {
            throw new Refusal(400, "the file is no run that was exported: " + e.getMessage());
        }
    }
}
