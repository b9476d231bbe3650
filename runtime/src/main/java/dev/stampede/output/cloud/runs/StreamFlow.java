package dev.stampede.output.cloud.runs;

import com.squareup.moshi.JsonWriter;
import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.Printable;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import dev.stampede.output.cloud.config.ConfigChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Opens and closes runs as k6's stream flow does. (k6: {@code cloudapi/api.go}.) Thread-safe. */
public final class StreamFlow {
    /** Closing a run must not hold the test for longer, whatever the service does. */
    static final Duration FINISH_BUDGET = Duration.ofSeconds(15);

    /** The first attempt to close a run when the process goes down; a second one has what is left then. */
    public static final Duration ATTEMPT_IN_HASTE = Duration.ofMillis(1500);

    private final CloudConfig config;
    private final HttpUrl tests;
    private final ApiClient client;
    private final ApiClient apart;
    private final Clock clock;

    public StreamFlow(CloudConfig config, ApiClient client, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.tests = HttpUrl.get(config.host())
                .newBuilder()
                .addPathSegments("v1/tests")
                .build();
        this.client = client;
        this.apart = client.apart();
    }

    /** Where metrics of a run are pushed. */
    public static HttpUrl metrics(HttpUrl host, String id) {
        return host.newBuilder()
                .addPathSegments("v2/metrics")
                .addPathSegment(id)
                .build();
    }

    /** What calls of this flow are authorized with; null for nothing. */
    public static @Nullable String authorization(CloudConfig settings) {
        return settings.token().map(token -> "Token " + token).orElse(null);
    }

    /**
     * A run that was opened.
     *
     * @param id its id
     * @param overrides settings the service wants otherwise, by JSON key
     * @param logs what the service has to say: level and message of each entry
     */
    public record Created(String id, Map<String, String> overrides, List<Map.Entry<String, String>> logs) {}

    /**
     * Opens a run.
     *
     * @param deadline asked before each attempt
     * @throws ConfigException if the service cannot be reached, refuses, or says nothing of use
     */
    public Created create(RunDescription run, ApiClient.Deadline deadline) {
        Reply reply = client.send(ApiRequest.json(tests, createBody(run)), deadline, () -> {});
        return switch (reply) {
            case Reply.Accepted accepted -> created(accepted.body());
            case Reply.Refused refused ->
                throw new ConfigException(ConfigChecks.CREATE + refused.text() + "\n" + advice(refused));
            case Reply.Unanswered unanswered ->
                throw new ConfigException(ConfigChecks.CREATE + config.hostForPeople() + " cannot be reached: "
                        + unanswered.cause() + "\nCheck that the service is up and that network and proxies let this"
                        + " machine through; the host is from " + config.source(CloudSetting.HOST) + ".");
        };
    }

    private String advice(Reply.Refused refused) {
        return switch (refused.status()) {
            case 401 ->
                config.token().isPresent()
                        ? "Check the access token, which is from " + config.source(CloudSetting.TOKEN) + "."
                        : "Set K6_CLOUD_TOKEN: " + config.hostForPeople() + " wants an access token.";
            case 403 -> config.token().isPresent() ? mayRunTests() : "No access token is set: set K6_CLOUD_TOKEN.";
            case 404 ->
                "Check that " + config.hostForPeople() + ", from " + config.source(CloudSetting.HOST)
                        + ", is the service's ingest host.";
            default ->
                refused.mayPass()
                        ? "The service is at fault or busy; three attempts were made."
                        : "The service refused the run as it is described.";
        };
    }

    private String mayRunTests() {
        return "Check that the access token, from " + config.source(CloudSetting.TOKEN) + ", may run tests in "
                + (config.projectId() > 0
                        ? "project " + config.projectId() + ", from " + config.source(CloudSetting.PROJECT_ID) + "."
                        : "the default project.");
    }

    private Created created(String body) {
        Map<String, Object> reply = Optional.ofNullable(Json.object(body)).orElse(Map.of());
        String id = Json.text(reply.get("reference_id"));
        if (id.isEmpty()) {
            throw new ConfigException(ConfigChecks.CREATE + "failed to get a reference ID: the reply of "
                    + Printable.withoutUserInfo(tests.toString())
                    + " has no reference_id\nCheck that " + config.hostForPeople() + ", from "
                    + config.source(CloudSetting.HOST) + ", is the service's ingest host.");
        }
        Map<String, String> overrides = new LinkedHashMap<>();
        Map<String, Object> given =
                Optional.ofNullable(Json.object(reply.get("config"))).orElse(Map.of());
        given.forEach((key, value) -> overrides.put(key, Json.text(value)));
        List<Map.Entry<String, String>> logs = new ArrayList<>();
        for (Object entry : Json.list(reply.get("logs"))) {
            Map<String, Object> fields = Json.object(entry);
            if (fields != null) {
                logs.add(Map.entry(Json.text(fields.get("level")), Json.text(fields.get("message"))));
            }
        }
        return new Created(id, overrides, logs);
    }

    /**
     * Closes a run; empty when that went well, else what went wrong.
     *
     * @param latest asked before each attempt: when to have given up in any case
     */
    Optional<String> finish(String id, RunOutcome outcome, ApiClient.Deadline latest) {
        long deadline = clock.nanoTime() + FINISH_BUDGET.toNanos();
        Reply reply = client.send(finishing(id, outcome), () -> Math.min(deadline, latest.nanos()), () -> {});
        long end = latest.nanos();
        if (reply instanceof Reply.Unanswered && end != ApiClient.NO_DEADLINE && end - clock.nanoTime() <= 0) {
            return Optional.of("no answer of " + config.hostForPeople() + " before the process had to end");
        }
        return fault(reply);
    }

    /** The same in two attempts: a short one over a connection that is open, then over a new one. */
    Optional<String> finishInHaste(String id, RunOutcome outcome, long until) {
        ApiRequest post = finishing(id, outcome);
        long half = (until - clock.nanoTime()) / 2;
        Reply reply = client.sendOnce(post, Duration.ofNanos(Math.min(half, ATTEMPT_IN_HASTE.toNanos())));
        if (ApiClient.worthAnother(reply)) {
            reply = apart.sendOnce(post, Duration.ofNanos(until - clock.nanoTime()));
            apart.close();
        }
        return fault(reply);
    }

    /** Ends calls that are under way: they count as unanswered. */
    void cancelAll() {
        client.cancelAll();
    }

    /** Has done once what closing a run takes, so that no class must be loaded when there is no time for it. */
    public void rehearseFinish(String id) {
        RunOutcome outcome = new RunOutcome(
                RunEnding.ABORTED_BY_USER, List.of(new ThresholdResult("checks", "rate>0", 0, 1, false, true)));
        Request unused = finishing(id, outcome).request().build();
    }

    private ApiRequest finishing(String id, RunOutcome outcome) {
        return finishing(id, finishBody(outcome));
    }

    private ApiRequest finishing(String id, byte[] body) {
        return ApiRequest.json(tests.newBuilder().addPathSegment(id).build(), body);
    }

    private Optional<String> fault(Reply reply) {
        return switch (reply) {
            case Reply.Accepted accepted -> Optional.empty();
            case Reply.Refused refused -> Optional.of(refused.text());
            case Reply.Unanswered unanswered ->
                Optional.of(config.hostForPeople() + " cannot be reached: " + unanswered.cause());
        };
    }

    /** Closes a run with a body that {@link #finishBody} has made. */
    Reply finish(String id, byte[] body) {
        return client.send(finishing(id, body), FINISH_BUDGET);
    }

    private byte[] createBody(RunDescription run) {
        return json(json -> {
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

    static byte[] finishBody(RunOutcome outcome) {
        TreeMap<String, TreeMap<String, Boolean>> failed = new TreeMap<>();
        for (ThresholdResult threshold : outcome.thresholds()) {
            if (threshold.declared() && !threshold.scoped()) {
                failed.computeIfAbsent(threshold.metric(), m -> new TreeMap<>())
                        .merge(threshold.expression(), threshold.failed(), Boolean::logicalOr);
            }
        }
        return json(json -> {
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
    }

    private interface Writing {
        void to(JsonWriter json) throws IOException;
    }

    /** As Go writes it: these three characters, which stand in strings only, are escaped. */
    private static byte[] json(Writing writing) {
        Buffer buffer = new Buffer();
        try {
            writing.to(JsonWriter.of(buffer));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return buffer.readUtf8()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .getBytes(StandardCharsets.UTF_8);
    }
}
