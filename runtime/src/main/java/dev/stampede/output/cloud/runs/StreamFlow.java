package dev.stampede.output.cloud.runs;

import dev.stampede.metrics.Printable;
import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.GoJson;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Opens runs as {@code k6 run --out cloud} does. (k6: {@code cloudapi/api.go}.) Thread-safe. */
public final class StreamFlow implements Flow {
    private static final System.Logger logger = System.getLogger(StreamFlow.class.getName());

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
        Map<String, Object> reply = create(url, run, deadline);
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
                // a results service judges thresholds itself, and must know which of them abort the run
                Json.text(reply.get("merged_thresholds")).equals("true")
                        ? thresholds(run).map(all -> until -> declare(url, id, all, until))
                        : Optional.empty());
    }

    /** As the run's options say them. */
    private static Optional<Object> thresholds(RunDescription run) {
        return Optional.ofNullable(run.options().get("thresholds"));
    }

    private void declare(HttpUrl tests, String id, Object thresholds, ApiClient.Deadline deadline) {
        HttpUrl url = tests.newBuilder()
                .addPathSegment(id)
                .addPathSegment("thresholds")
                .build();
        ApiRequest declaration = ApiRequest.json(url, GoJson.line(Map.of("thresholds", thresholds)))
                .authorized(authorization(config));
        String fault = switch (asking.send(declaration, deadline)) {
            case Reply.Accepted accepted -> "";
            case Reply.Refused refused -> refused.text();
            case Reply.Unanswered unanswered -> unanswered.cause().toString();
        };
        if (!fault.isEmpty()) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "The results service does not know which thresholds abort the run, and will stop no other generator: "
                            + Printable.lines(fault));
        }
    }

    /**
     * With the archive thresholds are not told, as the service then reads them there. So it is sent only to who has asked for
     * it in so many words.
     */
    private Map<String, Object> create(HttpUrl url, RunDescription run, ApiClient.Deadline deadline) {
        boolean isAskedFor = config.source(CloudSetting.NO_ARCHIVE_UPLOAD.key())
                .filter(source -> !source.equals("default"))
                .isPresent();
        Optional<ArchiveFile> archive = isAskedFor ? ArchiveFile.of(run) : Optional.empty();
        try {
            ApiRequest create = archive.map(file -> ApiRequest.form(url, fields(run), "archive.tar", file.path()))
                    .orElseGet(() -> ApiRequest.json(url, body(run)));
            return asking.object(create.authorized(authorization(config)), deadline, "", NO_ID);
        } finally {
            archive.ifPresent(ArchiveFile::close);
        }
    }

    private SequencedMap<String, String> fields(RunDescription run) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("name", config.name().orElse(run.name()));
        if (config.projectId() > 0) {
            fields.put("project_id", Long.toString(config.projectId()));
        }
        fields.put("vus", Integer.toString(run.maxVus()));
        fields.put("duration", Long.toString(run.duration().toSeconds()));
        return fields;
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
