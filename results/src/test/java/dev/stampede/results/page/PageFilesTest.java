package dev.stampede.results.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.results.http.Routes;
import dev.stampede.results.http.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {

    @Test
    void everyFileOfThePage_isServedAndNoOther() throws Exception {
        URL index = Objects.requireNonNull(PageFiles.class.getResource(PageFiles.INDEX));
        Path folder = Objects.requireNonNull(Path.of(index.toURI()).getParent());
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> StreamSupport.stream(folder.relativize(file).spliterator(), false)
                            .map(Path::toString)
                            .reduce((a, b) -> a + "/" + b)
                            .orElseThrow())
                    .filter(name -> !name.endsWith(".class") && !name.equals(PageFiles.INDEX))
                    .toList();
            assertThat(PageFiles.ASSETS).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vendor/uplot/uPlot.iife.min.js, 19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
        "vendor/uplot/uPlot.min.css, df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
        "vendor/uplot/LICENSE, 8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd"
    })
    void vendoredFiles_areThoseOfUplot1_6_32(String name, String sha256) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(PageFiles.bytes(name));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    }

    @Test
    void page_isServedWithTypesAndPolicy() throws Exception {
        try (Server server = server()) {
            HttpResponse<String> index = get(server, "/");
            assertThat(index.statusCode()).isEqualTo(200);
            assertThat(index.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(index.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
            HttpResponse<String> script = get(server, "/assets/main.js");
            assertThat(script.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
            assertThat(get(server, "/assets/vendor/uplot/uPlot.min.css").body()).startsWith(".uplot");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/PageFiles.class",
                "/assets/../main.js",
                "/assets/%2e%2e/page/main.js",
                "/assets/..%2fpage%2fmain.js",
                "/assets/vendor%2fuplot%2fLICENSE",
                "/assets/",
                "/assets/%00main.js",
                "/index.html"
            })
    void pathsThatAreNotListed_areNotThere(String path) throws Exception {
        try (Server server = server()) {
            assertThat(get(server, path).statusCode()).isEqualTo(404);
        }
    }

    private static Server server() throws IOException {
        Routes routes = new Routes();
        PageFiles.addTo(routes);
        return Server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "", routes, Clock.systemUTC());
    }

    private static HttpResponse<String> get(Server server, String path)
            throws IOException, InterruptedException, URISyntaxException {
        URI uri = new URI("http://127.0.0.1:" + server.address().getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
