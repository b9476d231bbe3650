package dev.stampede.output.cloud.runs;

import dev.stampede.ThresholdResult;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.GoJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
        TreeMap<String, TreeMap<String, Boolean>> failed = new TreeMap<>();
        for (ThresholdResult threshold : outcome.thresholds()) {
            if (threshold.declared() && !threshold.scoped()) {
                failed.computeIfAbsent(threshold.metric(), m -> new TreeMap<>())
                        .merge(threshold.expression(), threshold.failed(), Boolean::logicalOr);
            }
        }
        byte[] body = GoJson.bytes(json -> {
            json.beginObject();
            json.name("result_status").value(outcome.tainted() ? 1 : 0);
            json.name("run_status").value(RunStatus.number(outcome.ending()));
            json.name("thresholds").beginObject();
            for (Map.Entry<String, TreeMap<String, Boolean>> metric : failed.entrySet()) {
                json.name(metric.getKey()).beginObject();
                for (Map.Entry<String, Boolean> expression : metric.getValue().entrySet()) {
                    json.name(expression.getKey()).value(expression.getValue());
                }
                json.endObject();
            }
            json.endObject();
            json.endObject();
        });
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public ApiRequest request(String body) {
        return ApiRequest.json(url, body.getBytes(StandardCharsets.UTF_8)).authorized(authorization);
    }
}
