package dev.stampede.results.cloud;

import dev.stampede.results.http.Credentials;
import dev.stampede.results.http.Request;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.wire.Refusal;
import java.util.regex.Pattern;

/** Who calls, and of which run: what requests of both flows have in common. */
final class Callers {
    private static final Pattern KEY = Pattern.compile("[!-~]{0,200}");

    private Callers() {}

    /**
     * The run, for whoever has the service's token.
     *
     * @throws Refusal if there is none
     */
    static Run run(Runs runs, String id) throws Refusal {
        return runs.find(id).orElseThrow(() -> new Refusal(404, "there is no such test run"));
    }

    /**
     * The run, for whoever has the service's token or that of the run. Whoever has neither does not learn which runs there are.
     *
     * @throws Refusal if there is none, or the token is wrong
     */
    static Run ownRun(Runs runs, String id, Request request) throws Refusal {
        if (!request.isTrusted()
                && !runs.find(id)
                        .map(run -> run.isToken(Credentials.of(request)))
                        .orElse(false)) {
            throw new Refusal(401, "the token is neither this service's nor that of the test run");
        }
        return run(runs, id);
    }

    /**
     * The idempotency key of a request; empty when it has none.
     *
     * @throws Refusal if it is none
     */
    static String key(Request request) throws Refusal {
        String key = request.header("K6-Idempotency-Key");
        if (!KEY.matcher(key).matches()) {
            throw new Refusal(400, "K6-Idempotency-Key must be at most 200 printable ASCII characters");
        }
        return key;
    }
}
