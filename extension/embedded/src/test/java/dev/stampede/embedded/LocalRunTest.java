package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Vu;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Without a token a run is kept, and shown, by the results service in this JVM. */
class LocalRunTest {
    /** Not one that JUnit removes: the service is there until this JVM ends. */
    private static final Path FOLDER =
            Path.of("target/embedded/" + ProcessHandle.current().pid());

    private static Started run(Class<?> type) {
        return Started.run(type, FOLDER, Map.of());
    }

    @Test
    void run_isKeptWithAllThatBelongsToIt() throws Exception {
        Started started = run(Passes.class);

        assertThat(started.failures()).isEmpty();
        assertThat(started.page()).matches("http://127\\.0\\.0\\.1:\\d+/runs/\\d+");
        assertThat(started.kept())
                .containsEntry("name", "Front page")
                .containsEntry("status", "3")
                .containsEntry("failed", false)
                .containsEntry("iterations", "4.0")
                .containsEntry("project", "1");
        assertThat(Json.object(started.kept().get("archive"))).containsKey("bytes");
        assertThat(Json.list(started.kept().get("thresholds")))
                .singleElement()
                .satisfies(one -> assertThat(Json.object(one))
                        .containsEntry("metric", "checks")
                        .containsEntry("failed", false)
                        .containsEntry("said", false));
        assertThat(Json.list(started.kept("/logs").get("lines")))
                .anySatisfy(line -> assertThat(String.valueOf(line)).contains("hello from a virtual user"));
        assertThat(FOLDER.resolve("results/service.json")).exists();
        assertThat(Files.readString(FOLDER.resolve(".gitignore"))).isEqualTo("*\n");
    }

    @CloudOutput(name = "Front page")
    static class Passes {
        @LoadTest(vus = 2, iterations = 4)
        @Threshold(metric = "checks", value = "rate==1")
        void load(Vu vu) {
            System.getLogger("shop").log(System.Logger.Level.INFO, "hello from a virtual user");
            vu.check("holds", true);
        }
    }

    @Test
    void summary_saysHowToSeeTheRunAgain() {
        String out = printed(FOLDER.resolve("plain"));
        assertThat(out)
                .containsPattern("█ OUTPUT: results \\(http://127\\.0\\.0\\.1:\\d+/runs/\\d+\\)\n")
                .contains(
                        "\n    to see it again when this process is gone: java -jar stampede-results.jar serve --data "
                                + FOLDER.resolve("plain/results").toAbsolutePath() + "\n");

        assertThat(printed(FOLDER.resolve("with a space")))
                .contains("--data \"" + FOLDER.resolve("with a space/results").toAbsolutePath() + "\"\n");
    }

    private static String printed(Path folder) {
        return Started.printed(Passes.class, folder, Map.of());
    }

    @Test
    void whereTheServiceIs_isForTheOwnerOnly() throws IOException {
        assertThat(run(Passes.class).failures()).isEmpty();

        Path file = FOLDER.resolve("results/service.json");
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void allRunsOfAJvm_shareOneService() {
        String one = run(Passes.class).page();
        String other = run(Optional.class).page();

        assertThat(other).isNotEqualTo(one).startsWith(one.substring(0, one.lastIndexOf('/') + 1));
    }

    /** The service is as good as a cloud. */
    @CloudOutput(optional = true)
    static class Optional {
        @LoadTest
        void load() {}
    }

    @Test
    void withoutAnAnnotation_theSettingAsksForIt() {
        Started started = Started.run(Plain.class, FOLDER, Map.of("stampede.out", "cloud"));

        assertThat(started.failures()).isEmpty();
        assertThat(started.page()).startsWith("http://127.0.0.1:");
    }

    static class Plain {
        @LoadTest
        void load() {}
    }

    @Test
    void failedRun_isFailedThereForTheSameReason() throws Exception {
        Started started = run(Throws.class);

        assertThat(started.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining(started.page()));
        assertThat(started.kept())
                .as("judged by a threshold that nobody declared, of which the service knows nothing else")
                .containsEntry("status", "3")
                .containsEntry("failed", true);
    }

    @CloudOutput
    static class Throws {
        @LoadTest
        void load() {
            throw new IllegalStateException("no more items");
        }
    }

    @Test
    void runThatAThresholdAborts_saysSo() throws Exception {
        Started started = run(Aborts.class);

        assertThat(started.failures()).hasSize(1);
        assertThat(started.kept()).containsEntry("status", "8").containsEntry("failed", true);
    }

    @CloudOutput
    static class Aborts {
        @LoadTest(vus = 1, duration = "1m")
        @Threshold(metric = "checks", value = "rate>0.5", abortOnFail = true)
        void load(Vu vu) {
            vu.check("holds", false);
            vu.sleep("50ms");
        }
    }

    @Test
    void namedHostWithoutAToken_isStillAnError() {
        Started started =
                Started.run(Passes.class, FOLDER, Map.of("stampede.cloud.host", "https://k6.example.invalid"));

        assertThat(started.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageStartingWith(
                                "Running cloud tests requires auth settings: access token not configured."));
    }

    @Test
    void folderThatCannotBeMade_isAnErrorBeforeAnyLoad() throws IOException {
        Path file = Files.createTempFile("stampede", "");
        try {
            List<Throwable> failures = Started.run(Passes.class, file, Map.of()).failures();

            assertThat(failures)
                    .singleElement()
                    .satisfies(
                            failure -> assertThat(failure)
                                    .hasMessageStartingWith(
                                            "The run cannot be kept in " + file.resolve("results") + ": ")
                                    .hasMessageEndingWith(
                                            "Set another folder (STAMPEDE_FOLDER), or the token of the cloud (K6_CLOUD_TOKEN)."));
        } finally {
            Files.delete(file);
        }
    }
}
