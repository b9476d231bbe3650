package dev.stampede.results.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.stampede.output.ResultsHome;
import dev.stampede.results.ResultsOptions;
import dev.stampede.results.ResultsServer;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.ServiceFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedServiceTest {
    @TempDir
    private Path folder;

    private static int status(ResultsHome.Service service) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/api/runs"))
                .header("Authorization", "Bearer " + service.token())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void provider_isFound() {
        assertThat(ResultsHome.find()).get().isInstanceOf(EmbeddedResults.class);
    }

    @Test
    void others_findTheFirstAndGoOnInItsPlace() throws Exception {
        SharedService first = SharedService.open(folder);
        try (SharedService second = SharedService.open(folder)) {
            assertThat(second.url()).isEqualTo(first.url());
            assertThat(status(second)).isEqualTo(200);

            first.close();

            await().atMost(Duration.ofSeconds(20)).until(() -> status(second) == 200);
            try (SharedService third = SharedService.open(folder)) {
                assertThat(third.url()).isEqualTo(first.url());
            }
            assertThat(status(second)).as("a guest that goes leaves the host").isEqualTo(200);
        }
        assertThat(ServiceFile.of(folder)).isEmpty();
    }

    /** As when somebody watches with {@code serve} while tests run. */
    @Test
    void serviceWithAToken_isUsedWithIt() throws Exception {
        try (ResultsServer served =
                        ResultsServer.start(ResultsOptions.in(folder).token("only-for-friends"));
                SharedService guest = SharedService.open(folder)) {
            assertThat(guest.url()).isEqualTo(served.url());
            assertThat(guest.token()).isEqualTo("only-for-friends");
            assertThat(status(guest)).isEqualTo(200);
        }
    }

    @Test
    void fileOfAServiceThatWasKilled_leadsNobodyAstray() throws Exception {
        Files.writeString(folder.resolve("service.json"), "{\"url\": \"http://127.0.0.1:1\", \"token\": \"\"}");

        try (SharedService service = SharedService.open(folder)) {
            assertThat(service.url()).isNotEqualTo("http://127.0.0.1:1");
            assertThat(ServiceFile.of(folder)).contains(new ServiceFile(service.url(), ""));
        }
    }

    @Test
    void folderInUseWithoutAService_isAnError() throws IOException {
        try (Runs runs = Runs.open(folder, Clock.systemUTC())) {
            assertThat(runs.all()).isEmpty();
            assertThatIOException()
                    .isThrownBy(() -> SharedService.open(folder, Duration.ZERO))
                    .withMessage("the results in " + folder + " are in use by another results service; look at them"
                            + " there, or stop it. It does not answer.");
        }
    }

    @Test
    void fileThatIsNone_isPassedOver() throws IOException {
        assertThat(ServiceFile.of(folder)).isEmpty();
        for (String content : new String[] {"", "[]", "{\"url\": 1}", "{\"url\": \"file:///etc/passwd\"}"}) {
            Files.writeString(folder.resolve("service.json"), content);
            assertThat(ServiceFile.of(folder)).as(content).isEmpty();
        }
    }
}
