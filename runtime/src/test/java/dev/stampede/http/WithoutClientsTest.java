package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WithoutClientsTest {
    private static final Pattern CLIENTS =
            Pattern.compile(".*[/\\\\](httpclient5|httpcore5|spring-|reactor-|reactive-streams)[^/\\\\]*\\.jar");

    @StartStop
    final MockWebServer server = new MockWebServer();

    @Test
    void clientsOfTeams_areNotNeeded() throws Exception {
        server.enqueue(new MockResponse.Builder().body("ok").build());
        server.enqueue(new MockResponse.Builder().body("ok").build());
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !CLIENTS.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        WithoutClientsMain.class.getName(),
                        server.url("/").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains(
                        "no org.apache.hc.client5.http.classic.HttpClient",
                        "no reactor.core.publisher.Mono",
                        "ANSWERED 200 200, 2 round trips");
    }
}
