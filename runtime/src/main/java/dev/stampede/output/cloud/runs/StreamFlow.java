package dev.stampede.output.cloud.runs;

import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.GoJson;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Opens runs as {@code k6 run --out cloud} does. (k6: {@code cloudapi/api.go}.) Thread-safe. */
public final class StreamFlow implements Flow {
    private static final String NO_ID = "failed to get a reference ID: ";

    private final CloudConfig config;
    private final Asking asking;

    StreamFlow(CloudConfig config, ApiClient client) {
        this.config = config;
        asking = new Asking(client, config, CloudSetting.HOST);
    }

    /** What runs are opened with. */
    static HttpUrl tests(HttpUrl host) {
        return host.newBuilder().addPathSegments("v1/tests").build();
    }

    /** Where metrics of a run are pushed. */
    static HttpUrl metrics(HttpUrl host, String id) {
        return host.newBuilder()
                .addPathSegments("v2/metrics")
                .addPathSegment(id)
                .build();
    }

    /** What calls of this flow are authorized with; null for nothing. */
    static @Nullable String authorization(CloudConfig settings) {
        return settings.token().map(token -> "Token " + token).orElse(null);
    }

    @Override
    public String hostForPeople() {
        return config.hostForPeople();
    }

    @Override
    public Begun begin(RunDescription run, ApiClient.Deadline deadline) {
        HttpUrl host = HttpUrl.get(config.host());
        HttpUrl url = tests(host);
        ApiRequest create = ApiRequest.json(url, body(run)).authorized(authorization(config));
        Map<String, Object> reply = asking.object(create, deadline, "", NO_ID);
        String id = Targets.id(reply.get("reference_id"))
                .orElseThrow(() -> asking.unusable(
                        NO_ID,
                        url,
                        reply.containsKey("reference_id") ? "has a reference_id that is none" : "has no reference_id"));
        CloudConfig settings = ServiceSettings.overridden(config, overrides(reply));
        String authorization = authorization(settings);
        OpenedRun opened = new OpenedRun(
                id,
                settings,
                Targets.page(settings, id),
                new OpenedRun.MetricsTarget(metrics(HttpUrl.get(settings.host()), id), authorization, true),
                Optional.empty(),
                Targets.secrets(reply.get("secrets_config"), reply.get("test_run_token")),
                messages(reply));
        return new Begun(
                opened,
                // the closing call goes where the opening one went
                Optional.of(new Begun.Ours(
                        new StreamClose(host, id, authorization(config)),
                        FlowKind.STREAM,
                        config.host(),
                        "",
                        Optional.empty())),
                Optional.empty());
    }

    private static Map<String, String> overrides(Map<String, Object> reply) {
        Map<String, String> overrides = new LinkedHashMap<>();
        Map<String, Object> given =
                Optional.ofNullable(Json.object(reply.get("config"))).orElse(Map.of());
        given.forEach((key, value) -> overrides.put(key, Json.text(value)));
        return overrides;
    }

    private static List<Map.Entry<String, String>> messages(Map<String, Object> reply) {
        List<Map.Entry<String, String>> messages = new ArrayList<>();
        for (Object entry : Json.list(reply.get("logs"))) {
            Map<String, Object> fields = Json.object(entry);
            if (fields != null) {
                messages.add(Map.entry(Json.text(fields.get("level")), Json.text(fields.get("message"))));
            }
        }
        return messages;
    }

    private byte[] body(RunDescription run) {
        return GoJson.bytes(json -> {
            json.beginObject();
            json.name("name").value(config.name().orElse(run.name()));
            if (config.projectId() > 0) {
                json.name("project_id").value(config.projectId());
            }
            json.name("vus").value(run.maxVus());
            json.name("thresholds").beginObject();
            for (Map.Entry<String, List<String>> metric : new TreeMap<>(run.thresholds()).entrySet()) {
                json.name(metric.getKey()).beginArray();
                for (String expression : metric.getValue()) {
                    json.value(expression);
                }
                json.endArray();
            }
            json.endObject();
            json.name("duration").value(run.duration().toSeconds());
            json.endObject();
        });
    }
}
