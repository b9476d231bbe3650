package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.Json;
import dev.stampede.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpBodyTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort();
    }

    @AfterEach
    void end() {
        vu.close();
    }

    private HttpResponse answered(byte[] body, String header, String value) {
        server.enqueue(new MockResponse.Builder()
                .body(new Buffer().write(body))
                .setHeader(header, value)
                .build());
        return vu.http().get(base);
    }

    private HttpResponse json(String body) {
        return answered(body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }

    @Test
    void compressedBody_isDecodedAndCountedAsItCame() throws Exception {
        String text = "a".repeat(10_000);
        byte[] gzip = gzip(text.getBytes(StandardCharsets.UTF_8));
        HttpResponse response = answered(gzip, "Content-Encoding", "gzip");
        assertThat(response.body()).isEqualTo(text);
        assertThat(response.header("content-encoding")).isEqualTo("gzip");
        vu.session.emitData();
        assertThat(vu.recorded().sum("data_received")).isBetween((double) gzip.length, gzip.length + 200.0);

        assertThat(answered(deflate(text), "Content-Encoding", "deflate").body())
                .isEqualTo(text);
        assertThat(answered(gzip(deflate(text)), "Content-Encoding", "deflate, gzip")
                        .body())
                .isEqualTo(text);
    }

    @Test
    void unknownEncoding_isLeftAsItIs() {
        byte[] body = {1, 2, 3};
        assertThat(answered(body, "Content-Encoding", "compress").bytes()).isEqualTo(body);
    }

    @Test
    void bodyThatIsNotWhatItsEncodingSays_isAnErrorWithItsOwnCode() {
        HttpResponse response = answered(new byte[] {1, 2, 3}, "Content-Encoding", "gzip");
        assertThat(response.status()).isZero();
        assertThat(response.errorCode()).isEqualTo(1701);
        assertThat(response.error()).isEqualTo("error decompressing response body (Not in GZIP format)");
        assertThat(vu.recorded().request())
                .containsEntry("error_code", "1701")
                .containsEntry("status", "0")
                .containsEntry("expected_response", "false");
    }

    @Test
    void responseThatBreaksOff_isJudgedAsNone() throws Exception {
        try (RawServer server = new RawServer(connection -> {
            connection.readRequest(0);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
        })) {
            assertThat(vu.http().get(server.url()).error()).isEqualTo("unexpected EOF");
            VirtualUser.Recorded recorded = vu.recorded();
            assertThat(recorded.request()).containsEntry("status", "0").containsEntry("expected_response", "false");
            assertThat(recorded.sum("http_req_failed")).isEqualTo(1);

            vu.http()
                    .request("GET", server.url())
                    .expectStatus(status -> status == 0)
                    .send();
            assertThat(vu.recorded().sum("http_req_failed")).isZero();
        }
    }

    @Test
    void text_isReadInTheCharsetOfItsContentType() {
        byte[] latin = "\u00fc".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(answered(latin, "Content-Type", "text/plain; charset=\"ISO-8859-1\"")
                        .body())
                .isEqualTo("\u00fc");
        assertThat(answered("\u00fc".getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain; charset=nonsense")
                        .body())
                .isEqualTo("\u00fc");
    }

    @Test
    void headers_areFoundWhateverTheirCase() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("X-A", "1")
                .addHeader("x-a", "2")
                .build());
        HttpResponse response = vu.http().get(base);
        assertThat(response.header("X-a")).isEqualTo("1");
        assertThat(response.header("none")).isNull();
        assertThat(response.headers().get("x-A")).isEqualTo(List.of("1", "2"));
        assertThat(response.proto()).isEqualTo("HTTP/1.1");
    }

    @Test
    void json_findsWhatAPointerLeadsTo() {
        HttpResponse response = json("{\"items\":[{\"id\":7,\"a/b\":{\"m~n\":true}},null],\"\":\"empty\"}");
        assertThat(response.json("/items/0/id")).isEqualTo(7.0);
        assertThat(response.json("/items/0/a~1b/m~0n")).isEqualTo(true);
        assertThat(response.json("/items/1")).isNull();
        assertThat(response.json("/items/2")).isNull();
        assertThat(response.json("/items/01")).isNull();
        assertThat(response.json("/items/-")).isNull();
        assertThat(response.json("/none/deeper")).isNull();
        assertThat(response.json("/")).isEqualTo("empty");
        assertThat(response.json("")).isInstanceOf(Map.class);
    }

    @Test
    void json_refusesWhatIsNotJsonAndMalformedPointers() {
        HttpResponse html = json("<html>");
        assertThatThrownBy(() -> html.json("/a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the body of " + base + " is not JSON: ");
        HttpResponse two = json("{} {}");
        assertThatThrownBy(() -> two.json("/a")).isInstanceOf(IllegalStateException.class);
        HttpResponse response = json("{}");
        assertThatThrownBy(() -> response.json("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a JSON pointer is empty or starts with '/', but was 'a'");
        assertThatThrownBy(() -> response.json("/a~2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("in a JSON pointer '~' is followed by 0 or 1, but not in '/a~2'");
    }

    private record Item(
            long id,
            @Nullable String name,
            @Json(name = "tags") List<String> labels) {}

    @Test
    void typedJson_isReadFromWhereAPointerLeads() {
        HttpResponse response =
                json("{\"items\":[{\"id\":9007199254740993,\"name\":\"pen\",\"tags\":[\"a\"],\"more\":{}},"
                        + "null],\"a/b\":3,\"text\":\"x\"}");
        assertThat(response.json("/items/0", Item.class)).isEqualTo(new Item(9007199254740993L, "pen", List.of("a")));
        assertThat(response.json("/items", Item[].class)).hasSize(2);
        assertThat(json("{\"id\":1,\"tags\":[]}").json("", Item.class)).isEqualTo(new Item(1, null, List.of()));
        assertThat(response.json("/items/0/id", Long.class)).isEqualTo(9007199254740993L);
        assertThat(response.json("/a~1b", Integer.class)).isEqualTo(3);
        assertThat(response.json("/text", String.class)).isEqualTo("x");
        assertThat((Object) response.json("", Map.class)).isInstanceOf(Map.class);
        assertThat(response.json("/items/1", Item.class)).isNull();
        assertThat(response.json("/items/2", Item.class)).isNull();
        assertThat(response.json("/items/x", Item.class)).isNull();
        assertThat(response.json("/none/deeper", Item.class)).isNull();
        assertThat(response.json("/text/deeper", Item.class)).isNull();
    }

    @Test
    void typedJson_saysWhatDoesNotFit() {
        HttpResponse response = json("{\"id\":\"seven\"}");
        assertThatThrownBy(() -> response.json("/id", Long.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the JSON of " + base + " does not fit Long: ")
                .hasMessageContaining("$.id");
        assertThatThrownBy(() -> json("{\"name\":\"pen\"}").json("", Item.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the JSON of " + base + " does not fit Item: Required value 'id' missing at $");
        HttpResponse html = json("<html>");
        assertThatThrownBy(() -> html.json("/id", Long.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the body of " + base + " is not JSON: ");
        assertThatThrownBy(() -> response.json("id", Long.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a JSON pointer is empty or starts with '/', but was 'id'");
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
