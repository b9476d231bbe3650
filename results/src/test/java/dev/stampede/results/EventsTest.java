package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.api.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventsTest {
    private static final long START = 1_800_000_000;

    @TempDir
    Path folder;

    private Service service;
    private Generator generator;

    @BeforeEach
    void start() throws Exception {
        service = Service.in(folder);
        generator = new Generator(service);
    }

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    /** An event and its data. */
    private record Event(String name, Map<String, Object> data) {}

    private static final class Viewer implements AutoCloseable {
        private final BufferedReader reader;

        Viewer(InputStream in) {
            reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        Event next() throws IOException {
            String name = "";
            String line = reader.readLine();
            while (!line.startsWith("data: ")) {
                name = line.startsWith("event: ") ? line.substring("event: ".length()) : name;
                line = requireNonNull(reader.readLine(), "the stream has ended");
            }
            return new Event(name, requireNonNull(Json.object(line.substring("data: ".length()))));
        }

        /** The stream's last lines are empty. */
        boolean isAtEnd() throws IOException {
            String line = reader.readLine();
            while (line != null && line.isEmpty()) {
                line = reader.readLine();
            }
            return line == null;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private Viewer look(String id) throws Exception {
        HttpResponse<InputStream> answer = service.client()
                .send(service.to("/api/runs/" + id + "/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new Viewer(answer.body());
    }

    @Test
    void viewer_seesARunAsItGoesOnUntilItsEnd() throws Exception {
        String id = Generator.open(service, "live", "{}");
        generator.requests(START, 5, 10).push(id);
        try (Viewer viewer = look(id)) {
            assertThat(viewer.next()).satisfies(event -> {
                assertThat(event.name).isEqualTo("run");
                assertThat(event.data).containsEntry("requests", "5.0").containsEntry("live", true);
            });
            assertThat(viewer.next().name).isEqualTo("chart");

            generator.requests(START + 3, 7, 10).push(id);
            assertThat(viewer.next().data).containsEntry("requests", "12.0");
            assertThat(Json.list(viewer.next().data.get("times"))).hasSize(2);

            Generator.end(service, id, false);
            assertThat(viewer.next().data)
                    .containsEntry("statusText", "finished")
                    .containsEntry("failed", false);
            assertThat(viewer.next().name).isEqualTo("chart");
            assertThat(viewer.next().name).isEqualTo("end");
            assertThat(viewer.isAtEnd()).isTrue();
        }
    }

    @Test
    void viewer_ofARunThatIsOverSeesItOnce() throws Exception {
        String id = Generator.open(service, "over", "{}");
        Generator.end(service, id, false);
        try (Viewer viewer = look(id)) {
            assertThat(viewer.next().name).isEqualTo("run");
            assertThat(viewer.next().name).isEqualTo("chart");
            assertThat(viewer.next().name).isEqualTo("end");
            assertThat(viewer.isAtEnd()).isTrue();
        }
    }

    @Test
    void viewer_isToldWhenTheRunIsDeleted() throws Exception {
        String id = Generator.open(service, "gone", "{}");
        try (Viewer viewer = look(id)) {
            assertThat(viewer.next().name).isEqualTo("run");
            assertThat(viewer.next().name).isEqualTo("chart");
            assertThat(service.send(service.to("/api/runs/" + id).DELETE()).statusCode())
                    .isEqualTo(204);
            assertThat(viewer.next().name).isEqualTo("end");
        }
    }

    @Test
    void viewers_areBounded() throws Exception {
        String id = Generator.open(service, "popular", "{}");
        List<Viewer> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Viewer viewer = look(id);
                viewers.add(viewer);
                viewer.next();
            }
            HttpResponse<String> refused = service.send(service.to("/api/runs/" + id + "/events"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("100 viewers");
        } finally {
            for (Viewer viewer : viewers) {
                viewer.close();
            }
        }
    }
}
