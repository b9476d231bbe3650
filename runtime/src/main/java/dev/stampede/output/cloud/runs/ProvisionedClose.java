package dev.stampede.output.cloud.runs;

import dev.stampede.RunEnding;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.GoJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Closes a provisioned run: notifies the service that it is over and, where it did not come to its end, why. Thresholds are
 * not told, unless the service asks for them: it judges them itself, but knows only those that were declared and hold for all of a run. (k6: {@code internal/cloudapi/provisioning/notify.go}.)
 */
final class ProvisionedClose implements CloseRequest {
    private static final int ABORTED = 8036;
    private static final int SCRIPT_ERROR = 8035;
    private static final int SYSTEM_ERROR = 8034;

    private final HttpUrl url;
    private final String stackId;
    private final RunToken token;
    private final boolean verdict;

    ProvisionedClose(HttpUrl host, String id, String stackId, RunToken token) {
        this(host, id, stackId, token, false);
    }

    /** @param verdict whether the service is told what thresholds came to, and all there is to say of the end */
    ProvisionedClose(HttpUrl host, String id, String stackId, RunToken token, boolean verdict) {
        this.verdict = verdict;
        url = host.newBuilder()
                .addPathSegments("provisioning/v1/test_runs")
                .addPathSegment(id)
                .addPathSegment("notify")
                .build();
        this.stackId = stackId;
        this.token = token;
    }

    @Override
    public String body(RunOutcome outcome) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("event_type", "script_execution_completed");
        body.put("error", error(outcome.ending()));
        if (verdict) {
            body.putAll(StreamClose.verdict(outcome));
        }
        return new String(GoJson.line(body), StandardCharsets.UTF_8);
    }

    /** Null when it came to its end, also if thresholds failed then. */
    private static @Nullable Map<String, Object> error(RunEnding ending) {
        return switch (ending) {
            case FINISHED -> null;
            case ABORTED_BY_USER, ABORTED_BY_THRESHOLD -> error(ABORTED, ending);
            case ABORTED_BY_ERROR -> error(SCRIPT_ERROR, ending);
            case TIMED_OUT, ABORTED_BY_SYSTEM -> error(SYSTEM_ERROR, ending);
        };
    }

    private static Map<String, Object> error(int code, RunEnding ending) {
        return Map.of("code", code, "reason", RunStatus.words(ending));
    }

    @Override
    public ApiRequest request(String body) {
        return ApiRequest.json(url, body.getBytes(StandardCharsets.UTF_8))
                .withoutKey()
                .header("Accept", "application/json")
                .header("X-Stack-Id", stackId)
                .authorized(token.authorization());
    }
}
