package dev.stampede.results.cloud;

import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.wire.MetricsBody;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;

/** Takes metrics: of whoever has opened a run, and of generators that only know its id. Each is told how the run stands. */
final class MetricsPush {
    static final String PATH = "/metrics-push/";

    private static final String VERSION = "2.0";

    private final Runs runs;

    MetricsPush(Runs runs) {
        this.runs = runs;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/v2/metrics/{}", Routes.Access.OPEN, this::push)
                .add("POST", PATH + "{}", Routes.Access.OPEN, this::push);
    }

    private Response push(Request request) throws Refusal, IOException {
        Run run = Callers.ownRun(runs, request.hole(0), request);
        if (!request.type().equals("application/x-protobuf")) {
            throw new Refusal(415, "Content-Type must be application/x-protobuf" + Request.butIs(request.type()));
        }
        String version = request.header("K6-Metrics-Protocol-Version");
        if (!version.isEmpty() && !version.equals(VERSION)) {
            throw new Refusal(400, "K6-Metrics-Protocol-Version must be " + VERSION + Request.butIs(version));
        }
        run.push(Callers.key(request), request.encoding(), request.body(MetricsBody.MOST_PACKED_BYTES));
        return Verdicts.taken(run);
    }
}
