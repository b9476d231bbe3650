package dev.stampede.http.okhttp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.stampede.HttpFile;
import dev.stampede.HttpResponse;
import dev.stampede.http.HttpLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompressionTest {
    private static final String TEXT = "a".repeat(10_000);

    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String base;

    @BeforeEach
    void begin() {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort() + "/";
    }

    @AfterEach
    void end() {
        vu.close();
    }

    private RecordedRequest sent(String compression) throws InterruptedException {
        server.enqueue(new MockResponse.Builder().build());
        vu.http().request("POST", base).body(TEXT).compression(compression).send();
        return server.takeRequest();
    }

    private interface Decoder {
        InputStream of(InputStream in) throws IOException;
    }

    private static byte[] decoded(byte[] bytes, Decoder decoder) throws IOException {
        try (InputStream in = decoder.of(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static byte[] body(RecordedRequest request) {
        return requireNonNull(request.getBody()).toByteArray();
    }

    @Test
    void body_isCompressedByWhatIsNamed() throws Exception {
        Map<String, Decoder> decoders = Map.of(
                "gzip", GZIPInputStream::new,
                "deflate", InflaterInputStream::new,
                "br", BrotliInputStream::new,
                "zstd", ZstdInputStream::new);
        Brotli4jLoader.ensureAvailability();
        for (Map.Entry<String, Decoder> one : decoders.entrySet()) {
            RecordedRequest request = sent(one.getKey());
            byte[] body = body(request);
            assertThat(request.getHeaders().get("Content-Encoding")).isEqualTo(one.getKey());
            assertThat(request.getHeaders().get("Content-Length")).isEqualTo(Integer.toString(body.length));
            assertThat(body).hasSizeLessThan(1000);
            assertThat(new String(decoded(body, one.getValue()), StandardCharsets.UTF_8))
                    .isEqualTo(TEXT);
        }
    }

    @Test
    void severalAlgorithms_applyInTheirOrder() throws Exception {
        RecordedRequest request = sent(" gzip,br ");
        assertThat(request.getHeaders().get("Content-Encoding")).isEqualTo("gzip, br");
        byte[] gzip = decoded(body(request), BrotliInputStream::new);
        assertThat(new String(decoded(gzip, GZIPInputStream::new), StandardCharsets.UTF_8))
                .isEqualTo(TEXT);
    }

    @Test
    void blankListAndBodyOfGet_areNotCompressed() throws Exception {
        assertThat(sent(" ").getHeaders().get("Content-Encoding")).isNull();
        server.enqueue(new MockResponse.Builder().build());
        vu.http().request("GET", base).body(TEXT).compression("gzip").send();
        assertThat(server.takeRequest().getHeaders().get("Content-Encoding")).isNull();
    }

    @Test
    void streamedForm_isCompressedToo() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        vu.http()
                .request("POST", base)
                .multipart(Map.of("f", HttpFile.of(TEXT.getBytes(StandardCharsets.UTF_8), "a.txt")))
                .compression("gzip")
                .send();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("Content-Type")).startsWith("multipart/form-data; boundary=");
        assertThat(new String(decoded(body(request), GZIPInputStream::new), StandardCharsets.UTF_8))
                .contains(TEXT);
    }

    @Test
    void unknownEncoding_isLeftAsItIs() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Encoding", "x-gzip")
                .body("as it came")
                .build());
        assertThat(vu.http().get(base).body()).isEqualTo("as it came");
    }

    @Test
    void unknownAlgorithm_isRefused() {
        assertThatThrownBy(() -> vu.http().request("POST", base).compression("gzip, george"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown compression algorithm george, supported algorithms are [gzip deflate zstd br]");
    }

    @Test
    void encodingOfTheUser_staysWithAWarning() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        assertThat(Logged.by(
                        HttpLog.class.getName(),
                        () -> vu.http()
                                .request("POST", base)
                                .header("Content-Encoding", "br")
                                .body(TEXT)
                                .compression("gzip")
                                .send()))
                .singleElement()
                .asString()
                .startsWith("WARNING There's a mismatch between the desired `compression` the manually set"
                        + " `Content-Encoding` header in the POST request for '" + base + "'");
        assertThat(server.takeRequest().getHeaders().values("Content-Encoding")).containsExactly("br");
    }

    private HttpResponse answered(byte[] body, String encoding) {
        server.enqueue(new MockResponse.Builder()
                .body(new Buffer().write(body))
                .setHeader("Content-Encoding", encoding)
                .build());
        return vu.http().get(base);
    }

    @Test
    void responseInBrotliAndZstd_isDecoded() throws Exception {
        byte[] plain = TEXT.getBytes(StandardCharsets.UTF_8);
        assertThat(answered(brotli(plain), "br").body()).isEqualTo(TEXT);
        assertThat(answered(Zstd.compress(plain), "zstd").body()).isEqualTo(TEXT);
        assertThat(answered(Zstd.compress(brotli(plain)), "br, zstd").body()).isEqualTo(TEXT);
    }

    @Test
    void responseThatIsNotWhatItsEncodingSays_isAnError() throws Exception {
        byte[] nonsense = "certainly no such thing".getBytes(StandardCharsets.UTF_8);
        byte[] cut = new byte[5];
        System.arraycopy(brotli(TEXT.getBytes(StandardCharsets.UTF_8)), 0, cut, 0, 5);
        for (HttpResponse response : new HttpResponse[] {
            answered(nonsense, "br"), answered(nonsense, "zstd"), answered(nonsense, "deflate"), answered(cut, "br")
        }) {
            assertThat(response.errorCode()).isEqualTo(1701);
            assertThat(response.error())
                    .startsWith("error decompressing response body (")
                    .endsWith(")");
            assertThat(response.hasBody()).isFalse();
        }
    }

    private static byte[] brotli(byte[] plain) throws IOException {
        Brotli4jLoader.ensureAvailability();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new BrotliOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
