package dev.stampede.output.cloud.runs;

import com.squareup.moshi.JsonWriter;
import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of a run: enough to close it, and no secret. Immutable.
 *
 * @param name name of the run
 * @param id its id
 * @param host base URL of the service
 * @param url its page
 * @param opened when it was opened, in ISO 8601
 * @param closing body of the call that was to close it; null while nobody has tried
 */
public record JournalEntry(
        String name,
        String id,
        String host,
        String url,
        String opened,
        @Nullable String closing) {
    private static final String VERSION = "1";
    private static final String FLOW = "stream";

    /** The entry of a run that has just been opened; user and password in the host's URL are left out. */
    public static JournalEntry opened(String name, String id, String host, String url, String opened) {
        return new JournalEntry(name, id, bare(HttpUrl.get(host)).toString(), url, opened, null);
    }

    /** The same URL without user and password. */
    static HttpUrl bare(HttpUrl host) {
        return host.newBuilder().username("").password("").build();
    }

    JournalEntry closing(String body) {
        return new JournalEntry(name, id, host, url, opened, body);
    }

    /** For people. */
    String run() {
        return name + " (" + id + ")";
    }

    String json() {
        Buffer buffer = new Buffer();
        try {
            JsonWriter json = JsonWriter.of(buffer);
            json.setIndent("  ");
            json.beginObject();
            json.name("version").value(Integer.parseInt(VERSION));
            json.name("flow").value(FLOW);
            json.name("state").value(closing == null ? "open" : "closing");
            json.name("name").value(name);
            json.name("id").value(id);
            json.name("host").value(host);
            json.name("url").value(url);
            json.name("opened").value(opened);
            if (closing != null) {
                json.name("closing").value(closing);
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return buffer.writeUtf8("\n").readUtf8();
    }

    /** The entry in a text; null when there is none, or one of another version. */
    public static @Nullable JournalEntry parse(String text) {
        Map<String, Object> json = Json.object(text);
        if (json == null
                || !VERSION.equals(json.get("version"))
                || !FLOW.equals(json.get("flow"))
                || HttpUrl.parse(Json.text(json.get("host"))) == null
                || Json.text(json.get("id")).isEmpty()) {
            return null;
        }
        return new JournalEntry(
                Json.text(json.get("name")),
                Json.text(json.get("id")),
                Json.text(json.get("host")),
                Json.text(json.get("url")),
                Json.text(json.get("opened")),
                json.get("closing") instanceof String body ? body : null);
    }
}
