package dev.stampede.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunFacts;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.results.runs.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that takes over from one that was killed. */
class RestartTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();

    @Test
    void runThatGoesOn_isStillRunningAfterARestart() throws Exception {
        Path left = folder.resolve("left");
        try (Runs runs = Runs.open(folder.resolve("data"), clock)) {
            Run run = runs.open(RunFacts.opened("test", 0, 1, 10, List.of(), ""));
            for (int i = 0; i < 10; i++) {
                clock.forward(Duration.ofSeconds(100));
                run.push(
                        "",
                        "",
                        Caller.requests(run.id(), 1, clock.millis() / 1000).toByteArray());
                runs.tick();
            }
            copy(folder.resolve("data"), left);
        }
        assertThat(Files.readString(left.resolve("runs/1001/run.json")))
                .as("not each push is noted there")
                .contains("" + (ManualClock.START + 100) * 1000)
                .doesNotContain("" + clock.millis());
        Files.setLastModifiedTime(left.resolve("runs/1001/samples.pb"), FileTime.fromMillis(clock.millis()));
        long heard = clock.millis();

        clock.forward(Duration.ofSeconds(100));
        try (Runs again = Runs.open(left, clock)) {
            Run run = again.find("1001").orElseThrow();
            again.tick();
            assertThat(run.facts().status()).isEqualTo(RunStatus.RUNNING);
            assertThat(run.facts().lastData()).isEqualTo(heard);

            clock.forward(Duration.ofSeconds(21));
            again.tick();
            assertThat(run.facts().status()).isEqualTo(RunStatus.TIMED_OUT);
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
