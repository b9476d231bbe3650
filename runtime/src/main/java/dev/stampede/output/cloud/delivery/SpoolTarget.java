package dev.stampede.output.cloud.delivery;

import dev.stampede.output.cloud.api.BareUrl;
import dev.stampede.output.cloud.api.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where the batches of a spool go: what the file {@code spool.json} in it says. No secret. Immutable.
 *
 * @param name name of the run
 * @param id its id
 * @param host base URL of the service, which takes the user's token
 * @param page where the run can be looked at
 * @param push URL that metrics are pushed to
 * @param authorization what pushes are authorized with
 */
public record SpoolTarget(String name, String id, String host, String page, String push, Authorization authorization) {
    private static final String VERSION = "1";

    /** What pushes are authorized with. */
    public enum Authorization {
        /** The user's token. */
        TOKEN,
        /** The token that the service gave out for the run. */
        RUN_TOKEN
    }

    /** Leaves out user and password of URLs. */
    public SpoolTarget {
        host = BareUrl.of(HttpUrl.get(host)).toString();
        push = BareUrl.of(HttpUrl.get(push)).toString();
    }

    /** For people. */
    public String run() {
        return name + " (" + id + ")";
    }

    String json() {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("version", Integer.parseInt(VERSION));
        json.put("name", name);
        json.put("id", id);
        json.put("host", host);
        json.put("url", page);
        json.put("push", push);
        json.put("authorization", authorization == Authorization.TOKEN ? "token" : "run token");
        return Json.file(json);
    }

    /** The target in a text; null when there is none, or one of another version. */
    static @Nullable SpoolTarget parse(String text) {
        Map<String, Object> json = Json.object(text);
        if (json == null
                || !VERSION.equals(json.get("version"))
                || HttpUrl.parse(Json.text(json.get("host"))) == null
                || HttpUrl.parse(Json.text(json.get("push"))) == null) {
            return null;
        }
        return new SpoolTarget(
                Json.text(json.get("name")),
                Json.text(json.get("id")),
                Json.text(json.get("host")),
                Json.text(json.get("url")),
                Json.text(json.get("push")),
                "token".equals(json.get("authorization")) ? Authorization.TOKEN : Authorization.RUN_TOKEN);
    }
}
