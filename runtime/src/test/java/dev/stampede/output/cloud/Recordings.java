package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;

import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;

/** Traffic that was recorded of k6 2.2. */
public final class Recordings {
    private Recordings() {}

    public record Entry(String path, ByteString body, Map<String, Object> fields) {
        public byte[] raw() {
            return body.toByteArray();
        }

        public String rawText() {
            return body.utf8();
        }
    }

    /** The recorded stream flow: create, push, finish. */
    static List<Entry> streamRun() {
        return read("stream_run.ndjson");
    }

    /** The recorded provisioned flow: load test, start, archive, status, logs, push, notify. */
    public static List<Entry> provisionedRun() {
        return read("provisioned_run.ndjson");
    }

    /** Every push of metrics in both recordings. */
    public static List<Entry> pushes() {
        return Stream.concat(streamRun().stream(), provisionedRun().stream())
                .filter(e -> e.path().startsWith("/v2/metrics") || e.path().startsWith("/metrics-push"))
                .toList();
    }

    /** Every push of logs in the recorded provisioned run. */
    public static List<Entry> logPushes() {
        return read("provisioned_run.ndjson").stream()
                .filter(e -> e.path().equals("/logs-push"))
                .toList();
    }

    private static List<Entry> read(String name) {
        try (InputStream in = requireNonNull(Recordings.class.getResourceAsStream("/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> requireNonNull(Json.object(line)))
                    .map(fields -> new Entry(
                            Json.text(fields.get("path")),
                            requireNonNull(ByteString.decodeBase64(Json.text(fields.get("raw")))),
                            fields))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
