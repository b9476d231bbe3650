package dev.stampede.output.cloud.runs;

import dev.stampede.clock.Clock;
import dev.stampede.clock.Durations;
import dev.stampede.metrics.Printable;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.ErrorText;
import dev.stampede.output.cloud.api.Json;
import java.time.Duration;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * Waits until the service lets the load of a provisioned run begin. (k6: {@code internal/cloudapi/provisioning/api.go},
 * WaitForTestRunReady.)
 */
final class Readiness {
    private static final System.Logger logger = System.getLogger(Readiness.class.getName());

    private static final Duration POLL = Duration.ofSeconds(2);

    /** A run may have to wait for others to end; k6 waits for as long as it takes. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    private static final String STEP = "wait for test run ready: fetching test status: ";

    private final ProvisioningApi api;
    private final Clock clock;

    Readiness(ProvisioningApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /**
     * Returns when it may begin.
     *
     * @throws Begun.RunOverException if the service has ended it
     * @throws dev.stampede.ConfigException if the service cannot be asked, or takes too long
     */
    void await(String id, ApiClient.Deadline deadline) throws InterruptedException {
        HttpUrl url = api.url("cloud/v6/test_runs").addPathSegment(id).build();
        long end = clock.nanoTime() + LONGEST.toNanos();
        String last = "";
        while (true) {
            Map<String, Object> run = api.asking().object(api.request(ApiRequest.get(url)), deadline, STEP);
            String status = Printable.line(ErrorText.cut(Json.text(run.get("status"))));
            switch (status) {
                case "initializing" -> {
                    return;
                }
                case "aborted" -> throw new Begun.RunOverException("test run aborted before starting" + reason(run));
                case "completed" -> throw new Begun.RunOverException("test run completed before the load could start");
                case "" -> throw api.asking().unusable(STEP, url, "has no status");
                default -> {
                    if (!status.equals(last)) {
                        logger.log(System.Logger.Level.INFO, "The cloud has the run waiting: " + status);
                    }
                    last = status;
                }
            }
            long next = clock.nanoTime() + POLL.toNanos();
            if (next - end > 0) {
                throw Asking.failure("wait for test run ready: it is still '" + status + "' after "
                        + Durations.format(LONGEST)
                        + "\nSee in the cloud what it waits for: other runs that have to end first, or a quota.");
            }
            clock.sleepUntil(next);
        }
    }

    private static String reason(Map<String, Object> run) {
        for (Object entry : Json.list(run.get("status_history")).reversed()) {
            Map<String, Object> step = Json.object(entry);
            Map<String, Object> extra = step == null ? null : Json.object(step.get("extra"));
            String message = extra == null ? "" : Json.text(extra.get("message"));
            if (!message.isEmpty()) {
                return ": " + Printable.lines(ErrorText.cut(message));
            }
        }
        return "";
    }
}
