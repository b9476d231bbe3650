package dev.stampede.output.cloud.runs;

import dev.stampede.ThresholdResult;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.GoJson;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Closes a run of the stream flow: tells its status, and each threshold. (k6: {@code cloudapi/api.go}, TestFinished.) */
final class StreamClose implements CloseRequest {
    private final HttpUrl url;
    private final @Nullable String authorization;

    StreamClose(HttpUrl host, String id, @Nullable String authorization) {
        url = StreamFlow.tests(host).newBuilder().addPathSegment(id).build();
        this.authorization = authorization;
    }

    @Override
    public String body(RunOutcome outcome) {
        return new String(GoJson.bytes(json -> json.jsonValue(verdict(outcome))), StandardCharsets.UTF_8);
    }

    /** How the run ended and whether its thresholds hold, in the words of this flow: members of JSON, sorted by name. */
    static SortedMap<String, Object> verdict(RunOutcome outcome) {
        TreeMap<String, TreeMap<String, Boolean>> failed = new TreeMap<>();
        for (ThresholdResult threshold : outcome.thresholds()) {
            if (threshold.declared() && !threshold.scoped()) {
                failed.computeIfAbsent(threshold.metric(), m -> new TreeMap<>())
                        .merge(threshold.expression(), threshold.failed(), Boolean::logicalOr);
            }
        }
        TreeMap<String, Object> verdict = new TreeMap<>();
        verdict.put("result_status", outcome.tainted() ? 1 : 0);
        verdict.put("run_status", RunStatus.number(outcome.ending()));
        verdict.put("thresholds", failed);
        return verdict;
    }

    @Override
    public ApiRequest request(String body) {
        return ApiRequest.json(url, body.getBytes(StandardCharsets.UTF_8)).authorized(authorization);
    }
}
