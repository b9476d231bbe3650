package dev.stampede.output.cloud.runs;

import dev.stampede.output.cloud.api.BareUrl;
import dev.stampede.output.cloud.api.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of a run: enough to push to it and to close it, and no secret. Immutable.
 *
 * @param flow how it was opened
 * @param name name of the run
 * @param id its id
 * @param host base URL of the service that opened it, which the closing call goes to
 * @param metrics URL where its metrics are pushed
 * @param stackId stack it belongs to; empty in the stream flow
 * @param url its page
 * @param opened when it was opened, in ISO 8601
 * @param closing body of the call that was to close it; null while nobody has tried
 */
public record JournalEntry(
        FlowKind flow,
        String name,
        String id,
        String host,
        String metrics,
        String stackId,
        String url,
        String opened,
        @Nullable String closing) {
    private static final String VERSION = "1";

    /** A run of the stream flow that has just been opened; user and password in the host's URL are left out. */
    public static JournalEntry opened(String name, String id, String host, String url, String opened) {
        HttpUrl bare = BareUrl.of(HttpUrl.get(host));
        return new JournalEntry(
                FlowKind.STREAM,
                name,
                id,
                bare.toString(),
                StreamFlow.metrics(bare, id).toString(),
                "",
                url,
                opened,
                null);
    }

    /** Whether pushes of its metrics carry idempotency keys. */
    public boolean idempotent() {
        return flow == FlowKind.STREAM;
    }

    JournalEntry closing(String body) {
        return new JournalEntry(flow, name, id, host, metrics, stackId, url, opened, body);
    }

    /** For people. */
    String run() {
        return name + " (" + id + ")";
    }

    String json() {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("version", Integer.parseInt(VERSION));
        json.put("flow", flow.key());
        json.put("state", closing == null ? "open" : "closing");
        json.put("name", name);
        json.put("id", id);
        json.put("host", host);
        json.put("metrics", metrics);
        if (!stackId.isEmpty()) {
            json.put("stack", stackId);
        }
        json.put("url", url);
        json.put("opened", opened);
        if (closing != null) {
            json.put("closing", closing);
        }
        return Json.file(json);
    }

    /** The entry in a text, also one that says nothing of metrics yet; null when there is none, or one of another version. */
    public static @Nullable JournalEntry parse(String text) {
        Map<String, Object> json = Json.object(text);
        FlowKind flow = json == null ? null : FlowKind.of(Json.text(json.get("flow")));
        if (json == null || flow == null || !VERSION.equals(json.get("version"))) {
            return null;
        }
        String id = Json.text(json.get("id"));
        HttpUrl host = HttpUrl.parse(Json.text(json.get("host")));
        HttpUrl metrics = host == null || json.get("metrics") != null || flow != FlowKind.STREAM
                ? HttpUrl.parse(Json.text(json.get("metrics")))
                : StreamFlow.metrics(host, id);
        if (host == null || metrics == null || id.isEmpty()) {
            return null;
        }
        return new JournalEntry(
                flow,
                Json.text(json.get("name")),
                id,
                Json.text(json.get("host")),
                metrics.toString(),
                Json.text(json.get("stack")),
                Json.text(json.get("url")),
                Json.text(json.get("opened")),
                json.get("closing") instanceof String body ? body : null);
    }
}
