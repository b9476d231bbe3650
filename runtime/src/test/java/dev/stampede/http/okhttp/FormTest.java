package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.HttpFile;
import dev.stampede.http.HttpLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    @TempDir
    Path folder;

    private VirtualUser vu;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort() + "/";
        server.enqueue(new MockResponse.Builder().build());
    }

    @AfterEach
    void end() {
        vu.close();
    }

    private static String body(RecordedRequest request) {
        ByteString body = request.getBody();
        return body == null ? "" : body.utf8();
    }

    @Test
    void fields_areSortedListsRepeatAndNullIsEmpty() throws Exception {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("z", List.of(2, "one"));
        fields.put("b", null);
        fields.put("a", 7);
        fields.put("m", new int[] {3, 4});
        fields.put("k", true);
        vu.http().request("POST", base).form(fields).send();
        RecordedRequest request = server.takeRequest();
        assertThat(body(request)).isEqualTo("a=7&b=&k=true&m=3&m=4&z=2&z=one");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void nestedMap_isEmptyWithAWarning() throws Exception {
        assertThat(Logged.by(
                        HttpLog.class.getName(),
                        () -> vu.http()
                                .request("POST", base)
                                .form(Map.of("address", Map.of("city", "Berlin")))
                                .send()))
                .containsExactly(
                        "WARNING The form field 'address' is a map, which a form cannot hold; it is sent empty");
        assertThat(body(server.takeRequest())).isEqualTo("address=");
    }

    @Test
    void contentTypeOfTheUser_stays() throws Exception {
        vu.http()
                .request("POST", base)
                .header("content-type", "text/x-form")
                .form(Map.of("a", "1"))
                .send();
        assertThat(server.takeRequest().getHeaders().values("Content-Type")).containsExactly("text/x-form");
    }

    @Test
    void bodyAfterAForm_takesItsPlace() throws Exception {
        vu.http().request("POST", base).form(Map.of("a", "1")).body("plain").send();
        RecordedRequest request = server.takeRequest();
        assertThat(body(request)).isEqualTo("plain");
        assertThat(request.getHeaders().get("Content-Type")).isNull();
    }

    @Test
    void file_makesItMultipart() throws Exception {
        Path file = Files.writeString(folder.resolve("my \"photo\".png"), "pixels");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("title", "Ünter");
        fields.put("photo", file);
        fields.put(
                "note",
                HttpFile.of("x".getBytes(StandardCharsets.UTF_8), "n")
                        .named("note.txt")
                        .as("text/plain"));
        vu.http().request("POST", base).form(fields).send();
        RecordedRequest request = server.takeRequest();
        String type = request.getHeaders().get("Content-Type");
        assertThat(type).matches("multipart/form-data; boundary=[0-9a-f]{60}");
        String boundary = type == null ? "" : type.substring(type.indexOf('=') + 1);
        String text = body(request);
        assertThat(text)
                .isEqualTo(String.join(
                        "\r\n",
                        "--" + boundary,
                        "Content-Disposition: form-data; name=\"title\"",
                        "",
                        "Ünter",
                        "--" + boundary,
                        "Content-Disposition: form-data; name=\"photo\"; filename=\"my \\\"photo\\\".png\"",
                        "Content-Type: application/octet-stream",
                        "",
                        "pixels",
                        "--" + boundary,
                        "Content-Disposition: form-data; name=\"note\"; filename=\"note.txt\"",
                        "Content-Type: text/plain",
                        "",
                        "x",
                        "--" + boundary + "--",
                        ""));
        assertThat(request.getHeaders().get("Content-Length"))
                .isEqualTo(Integer.toString(text.getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void multipartWithoutFile_isPossible_andCanBeSentAgain() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        var request = vu.http().request("POST", base).multipart(Map.of("a", List.of("1", "2")));
        request.send();
        request.send();
        String first = body(server.takeRequest());
        assertThat(first).contains("name=\"a\"\r\n\r\n1\r\n").contains("name=\"a\"\r\n\r\n2\r\n");
        assertThat(body(server.takeRequest())).isEqualTo(first);
    }

    @Test
    void redirectWith307_sendsTheFileAgain() throws Exception {
        try (MockWebServer moving = new MockWebServer()) {
            moving.enqueue(new MockResponse.Builder()
                    .code(307)
                    .addHeader("Location", "/b")
                    .build());
            moving.enqueue(new MockResponse.Builder().build());
            moving.start();
            Path file = Files.writeString(folder.resolve("f"), "content");
            vu.http()
                    .request("PUT", moving.url("/a").toString())
                    .form(Map.of("f", file))
                    .send();
            assertThat(body(moving.takeRequest())).contains("content");
            assertThat(body(moving.takeRequest())).contains("content");
        }
    }

    @Test
    void largeFile_isStreamed() throws Exception {
        long size = 3L << 30; // more than an array, or this JVM's heap, could hold
        Path file = folder.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
        HttpFile upload = HttpFile.of(file);
        assertThat(upload.length()).isEqualTo(size);
        // answers once some of it came, and hangs up: what counts is that nothing was read beforehand
        try (RawServer early = new RawServer(connection -> {
            connection.readRequest(1 << 20);
        })) {
            vu.http().request("POST", early.url()).form(Map.of("f", upload)).send();
            assertThat(early.read.get()).isGreaterThan(1 << 20);
        }
        vu.session.emitData();
        assertThat(vu.recorded().sum("data_sent")).isBetween((double) (1 << 20), (double) (256 << 20));
    }

    @Test
    void missingFile_isRefusedAtOnce() {
        Path missing = folder.resolve("missing.png");
        assertThatThrownBy(() -> HttpFile.of(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + missing.toAbsolutePath() + "' is not a file that can be read");
        assertThatThrownBy(() -> vu.http().request("POST", base).form(Map.of("f", missing)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fileThatIsGone_isRefused() throws IOException {
        HttpFile file = HttpFile.of(Files.createFile(folder.resolve("gone")));
        Files.delete(folder.resolve("gone"));
        assertThatThrownBy(() -> vu.http().request("POST", base).form(Map.of("f", file)))
                .hasMessage("the file 'gone' can no longer be read");
    }
}
