package dev.stampede.output.cloud.runs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.runs.OpenJournals.Closing;
import dev.stampede.output.cloud.runs.OpenJournals.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closing what processes that are gone left open. */
class OpenJournalsTest {
    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private void answer(int code, String body) {
        server.enqueue(new MockResponse.Builder().code(code).body(body).build());
    }

    private Journal begin(String name, String host) {
        return Journal.begin(folder, JournalEntry.opened(name, "17", host, "https://pages.test/17", "2026"))
                .orElseThrow();
    }

    private String host() {
        return server.url("/").toString();
    }

    private static CloudConfig service(Map<String, String> settings) {
        return CloudConfig.builder().apply(settings, key -> "the test").build();
    }

    private List<Closing> finishAll() {
        return OpenJournals.finishAll(folder, service(Map.of("token", "tok")));
    }

    private Path journal(String run) {
        return folder.resolve("runs/" + run + "/journal.json");
    }

    @Test
    void orphan_isClosedAsAbortedByTheUserAndItsJournalRemoved() throws Exception {
        answer(200, "{}");
        begin("shop", host()).close();

        assertThat(finishAll())
                .containsExactly(
                        new Closing(Outcome.CLOSED, "closed shop (17) as aborted by the user: https://pages.test/17"));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /v1/tests/17 HTTP/1.1");
        assertThat(requireNonNull(request.getBody()).utf8())
                .isEqualTo("{\"result_status\":0,\"run_status\":5,\"thresholds\":{}}");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Token tok");
        assertThat(folder.resolve("runs")).doesNotExist();
        assertThat(finishAll()).isEmpty();
    }

    @Test
    void runWhoseClosingFailed_isClosedAsItHadEnded() throws Exception {
        answer(200, "{}");
        String body = "{\"result_status\":1,\"run_status\":3,\"thresholds\":{\"checks\":{\"rate>0.9\":true}}}";
        Journal journal = begin("shop", host());
        journal.closing(body);
        journal.close();

        assertThat(finishAll())
                .containsExactly(
                        new Closing(Outcome.CLOSED, "closed shop (17) as it had ended: https://pages.test/17"));
        assertThat(requireNonNull(server.takeRequest().getBody()).utf8()).isEqualTo(body);
    }

    @Test
    void runOfThisProcess_isLeft() throws Exception {
        Journal journal = begin("shop", host());

        assertThat(finishAll()).containsExactly(new Closing(Outcome.ALIVE, "left shop-17: its process is alive"));
        assertThat(server.takeRequest(0, TimeUnit.SECONDS)).isNull();
        journal.remove();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"error\":{\"code\":3,\"message\":\"no such run\"}} | (404/E3) no such run",
                "409 | {\"error\":{\"message\":\"it is over\"}}             | (409) it is over",
                "403 | {\"error\":{\"code\":4,\"message\":\"it is over\"}}  | (403/E4) it is over"
            })
    void runTheServiceWillNotChange_countsAsOver(int status, String body, String text) {
        answer(status, body);
        begin("shop", host()).close();

        assertThat(finishAll()).containsExactly(new Closing(Outcome.OVER, "shop (17) was over already: " + text));
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void refusal_leavesTheJournalAndOthersAreClosed() {
        answer(401, "");
        answer(200, "");
        begin("cart", host()).close();
        begin("shop", host()).close();

        assertThat(finishAll())
                .containsExactly(
                        new Closing(Outcome.FAILED, "could not close cart (17): failed to authenticate with k6 Cloud"),
                        new Closing(Outcome.CLOSED, "closed shop (17) as aborted by the user: https://pages.test/17"));
        assertThat(journal("cart-17")).exists();
        assertThat(journal("shop-17")).doesNotExist();
    }

    @Test
    void serviceThatCannotBeReached_leavesTheJournal() throws IOException {
        String gone = host();
        server.close();
        begin("shop", gone).close();

        assertThat(finishAll()).singleElement().satisfies(closing -> {
            assertThat(closing.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(closing.text()).startsWith("could not close shop (17): " + gone + " cannot be reached: ");
        });
        assertThat(journal("shop-17")).exists();
    }

    @Test
    void token_isSentToNoOtherHostThanItsOwn() {
        begin("shop", "https://elsewhere.test").close();

        assertThat(finishAll())
                .containsExactly(
                        new Closing(
                                Outcome.FAILED,
                                "could not close shop (17): it is at https://elsewhere.test/, and the token is for"
                                        + " https://ingest.k6.io. If that is the service, give --host https://elsewhere.test/"));
        assertThat(journal("shop-17")).exists();
    }

    /** A journal has no password in it, and is of that service all the same. */
    @Test
    void passwordInTheHost_makesItNoOtherOneAndIsNotShown() {
        begin("shop", "https://me:secret@elsewhere.test").close();

        assertThatThrownBy(() ->
                        OpenJournals.finishAll(folder, service(Map.of("host", "https://me:secret@elsewhere.test"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("Set the environment variable K6_CLOUD_TOKEN to an access token for"
                        + " https://****@elsewhere.test, where these are open: shop (17)");
    }

    @Test
    void missingToken_isAnErrorBeforeAnythingIsClosed() throws Exception {
        begin("cart", host()).close();
        begin("shop", "https://ingest.k6.io").close();

        assertThatThrownBy(() -> OpenJournals.finishAll(folder, service(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Running cloud tests requires auth settings: access token not configured.\n"
                        + "Set the environment variable K6_CLOUD_TOKEN to an access token for https://ingest.k6.io,"
                        + " where these are open: shop (17)");
        assertThat(server.takeRequest(0, TimeUnit.SECONDS)).isNull();
        assertThat(Journal.take(journal("shop-17"))).isPresent().get().satisfies(Journal::close);
    }

    @Test
    void serviceOnThisMachine_needsNoToken() throws Exception {
        answer(200, "");
        begin("shop", host()).close();

        assertThat(OpenJournals.finishAll(folder, service(Map.of())))
                .extracting(Closing::outcome)
                .containsExactly(Outcome.CLOSED);
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
    }

    @Test
    void noFolder_isNothingToDo() {
        assertThat(OpenJournals.finishAll(folder.resolve("none"), service(Map.of())))
                .isEmpty();
    }

    @Test
    void whatIsNoJournal_isToldAndStays() throws IOException {
        Files.createDirectories(folder.resolve("runs/odd"));
        Files.createDirectories(folder.resolve("runs/empty"));
        Files.writeString(journal("odd"), "{\"version\": 2}");

        assertThat(finishAll())
                .containsExactly(new Closing(
                        Outcome.FAILED,
                        "could not close odd: its journal " + journal("odd")
                                + " cannot be used: it is no journal, or one of another version. Delete it if the run is"
                                + " over."));
        assertThat(journal("odd")).exists();
    }

    // provisioned runs

    private Journal provisioned(String host, String metrics, RunToken token) {
        JournalEntry entry = new JournalEntry(
                FlowKind.PROVISIONED, "shop", "17", host, metrics, "7", "https://pages.test/17", "2026", null);
        return Journal.begin(folder, entry, Optional.of(token)).orElseThrow();
    }

    private void tamper(String what, String with) throws IOException {
        Path file = journal("shop-17");
        Files.writeString(file, Files.readString(file).replace(what, with));
    }

    private OpenedRun.MetricsTarget metrics(Map<String, String> settings) throws IOException {
        try (Journal taken = Journal.take(journal("shop-17")).orElseThrow()) {
            return new JournalAccess(service(settings)).metrics(taken.entry(), taken.folder());
        }
    }

    @Test
    void provisionedOrphan_isNotifiedWithItsOwnToken() throws Exception {
        answer(204, "");
        provisioned(host(), host() + "push", new RunToken("of-the-run", host(), host() + "push"))
                .close();

        assertThat(finishAll())
                .containsExactly(
                        new Closing(Outcome.CLOSED, "closed shop (17) as aborted by the user: https://pages.test/17"));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /provisioning/v1/test_runs/17/notify HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer of-the-run");
        assertThat(request.getHeaders().get("X-Stack-Id")).isEqualTo("7");
        assertThat(requireNonNull(request.getBody()).utf8())
                .isEqualTo("{\"error\":{\"code\":8036,\"reason\":\"aborted by user\"},"
                        + "\"event_type\":\"script_execution_completed\"}\n");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void provisionedRunWhoseClosingFailed_isClosedAsItHadEnded() throws Exception {
        answer(204, "");
        Journal journal = provisioned(host(), host() + "push", new RunToken("of-the-run", host(), host() + "push"));
        journal.closing("{\"error\":null}");
        journal.close();

        assertThat(finishAll()).extracting(Closing::outcome).containsExactly(Outcome.CLOSED);
        assertThat(requireNonNull(server.takeRequest().getBody()).utf8()).isEqualTo("{\"error\":null}");
    }

    @Test
    void runToken_goesNowhereElse_whateverTheJournalSays() throws Exception {
        String elsewhere = "https://elsewhere.test/";
        provisioned(host(), host() + "push", new RunToken("of-the-run", host(), host() + "push"))
                .close();
        tamper(host(), elsewhere);

        assertThat(finishAll())
                .containsExactly(new Closing(
                        Outcome.FAILED,
                        "could not close shop (17): the token of the run is not with its journal, or is not for "
                                + elsewhere + ". Set K6_CLOUD_TEST_RUN_TOKEN to it"));
        assertThatThrownBy(() -> metrics(Map.of("token", "tok")))
                .hasMessage("the token of the run is not with its journal, or is not for " + elsewhere
                        + "push. Set K6_CLOUD_TEST_RUN_TOKEN to it");
        assertThatThrownBy(() -> metrics(Map.of("testRunToken", "given")))
                .hasMessage("it is at " + elsewhere + "push, and the token is for https://api.k6.io. If that is the"
                        + " service, set K6_CLOUD_HOST_V6 to " + elsewhere + "push");
        assertThat(server.takeRequest(0, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void runTokenOfTheEnvironment_wins() throws Exception {
        answer(204, "");
        String push = "https://push.test/17";
        provisioned(host(), push, new RunToken("of-the-run", host(), push)).close();

        assertThat(metrics(Map.of()))
                .isEqualTo(new OpenedRun.MetricsTarget(HttpUrl.get(push), "Bearer of-the-run", false));
        assertThat(metrics(Map.of("testRunToken", "given")).authorization()).isEqualTo("Bearer given");

        assertThat(OpenJournals.finishAll(folder, service(Map.of("testRunToken", "given"))))
                .extracting(Closing::outcome)
                .containsExactly(Outcome.CLOSED);
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer given");
    }

    @Test
    void runTokenOfTheEnvironment_isEnoughForAHostOfTheSettings() throws Exception {
        provisioned(host(), host() + "push", new RunToken("of-the-run", host(), host() + "push"))
                .close();
        Files.delete(folder.resolve("runs/shop-17/run.token"));

        assertThat(metrics(Map.of("testRunToken", "given")).authorization()).isEqualTo("Bearer given");
        assertThatThrownBy(() -> metrics(Map.of()))
                .hasMessageStartingWith("the token of the run is not with its journal");
    }

    @Test
    void accessToken_goesNowhereElseWithMetrics() throws Exception {
        begin("shop", "https://ingest.test/").close();
        assertThat(metrics(Map.of("token", "tok", "host", "https://ingest.test")))
                .isEqualTo(new OpenedRun.MetricsTarget(
                        HttpUrl.get("https://ingest.test/v2/metrics/17"), "Token tok", true));

        tamper("https://ingest.test/v2", "https://elsewhere.test/v2");
        assertThatThrownBy(() -> metrics(Map.of("token", "tok", "host", "https://ingest.test")))
                .hasMessage("its metrics go to https://elsewhere.test/v2/metrics/17, which is not where"
                        + " https://ingest.test/ takes them");
    }
}
