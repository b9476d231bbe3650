package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.stampede.acceptance.forked.Fork;
import dev.stampede.acceptance.forked.Unix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that waits for test JVMs, run by a real shell with a build tool that leaves them behind. */
@EnabledOnOs(OS.LINUX)
class EntrypointTest {
    /** A build tool as Maven is one: told to stop it passes that on and ends, while its test JVM takes its time. */
    private static final String BUILD_TOOL = """
            sh -c 'trap "sleep 1; echo test JVM has ended; exit" TERM; echo test JVM runs; while :; do sleep 0.1; done' &
            fork=$!
            trap 'kill -TERM $fork; echo build tool has ended; exit 143' TERM
            wait
            """;

    @TempDir
    Path folder = Path.of("unset");

    @BeforeEach
    void printScript() throws IOException {
        Console console = Console.of("entrypoint");
        assertThat(console.exitCode()).isZero();
        assertThat(console.err()).isEmpty();
        Files.writeString(folder.resolve("entrypoint.sh"), console.out());
    }

    private Fork entrypoint(Map<String, String> environment, String buildTool) throws IOException {
        Files.writeString(folder.resolve("build"), buildTool);
        return Fork.start(folder, environment, List.of("sh", "entrypoint.sh", "sh", "build"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void stopped_waitsForTheTestJvm_andHasTheBuildToolsStatus(String signal) throws Exception {
        assumeFalse(signal.equals("INT") && !Unix.hearsInterrupts(), "processes started here may not hear SIGINT");
        try (Fork forked = entrypoint(Map.of(), BUILD_TOOL)) {
            forked.awaitOutput("test JVM runs");

            forked.signal(signal);

            assertThat(forked.exitCode()).as(forked.output()).isEqualTo(143);
            assertThat(forked.output()).containsSubsequence("build tool has ended", "test JVM has ended");
        }
    }

    @Test
    void killedBuildTool_isNoReasonNotToWait() throws Exception {
        try (Fork forked = entrypoint(Map.of(), """
                sh -c 'sleep 1; echo test JVM has ended' &
                kill -KILL $$
                """)) {
            assertThat(forked.exitCode()).as(forked.output()).isEqualTo(137);
            assertThat(forked.output()).contains("test JVM has ended");
        }
    }

    @Test
    void endInOrder_waitsForNobody_andHasTheStatus() throws Exception {
        try (Fork forked = entrypoint(Map.of(), """
                sleep 60 &
                echo $! > daemon
                exit 3
                """)) {
            assertThat(forked.exitCode()).isEqualTo(3);
            ProcessHandle daemon = ProcessHandle.of(Long.parseLong(
                            Files.readString(folder.resolve("daemon")).strip()))
                    .orElseThrow();
            assertThat(daemon.destroyForcibly()).isTrue();
        }
    }

    @Test
    void jvmThatDoesNotEnd_isWaitedForAsLongAsSaid() throws Exception {
        try (Fork forked = entrypoint(Map.of("STAMPEDE_WAIT", "1"), """
                sh -c 'trap "" TERM; echo test JVM runs; exec sleep 60' &
                echo $! > daemon
                trap 'exit 143' TERM
                wait
                """)) {
            forked.awaitOutput("test JVM runs");

            forked.signal("TERM");

            assertThat(forked.exitCode()).as(forked.output()).isEqualTo(143);
            assertThat(forked.output())
                    .contains("entrypoint.sh: JVMs of the tests are still there after 1 s (STAMPEDE_WAIT)");
            ProcessHandle daemon = ProcessHandle.of(Long.parseLong(
                            Files.readString(folder.resolve("daemon")).strip()))
                    .orElseThrow();
            assertThat(daemon.destroyForcibly()).isTrue();
        }
    }

    @Test
    void withoutACommand_itSaysHow() throws Exception {
        try (Fork forked = Fork.start(folder, Map.of(), List.of("sh", "entrypoint.sh"))) {
            assertThat(forked.exitCode()).isEqualTo(2);
            assertThat(forked.output()).isEqualTo("usage: entrypoint.sh COMMAND [ARGUMENT...]");
        }
    }
}
