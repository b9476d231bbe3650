package dev.stampede.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.results.runs.Runs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left when JVMs with a results service end, one way or another. */
@Tag("forked")
class ForkedTest {
    private static final Pattern ITERATIONS = Pattern.compile("\\biterations\\.+: (\\d+)");

    @TempDir
    private Path folder;

    private Path results() {
        return folder.resolve("results");
    }

    @Test
    void run_isThereWhenTheJvmHasEnded() throws Exception {
        try (Jvm jvm = Jvm.run(Loads.Brief.class, folder, "--duration=1s")) {
            assertThat(jvm.exitCode()).as(jvm.output()).isZero();

            assertThat(results().resolve("service.json")).doesNotExist();
            try (Runs runs = Runs.open(results(), Clock.systemUTC())) {
                Run run = runs.find(jvm.runId()).orElseThrow();
                assertThat(run.facts().status()).isEqualTo(RunStatus.FINISHED);
                assertThat(run.facts().failed()).isFalse();
                assertThat(run.summary().iterations()).isEqualTo(iterations(jvm));
            }
        }
    }

    private static double iterations(Jvm jvm) {
        Matcher line = ITERATIONS.matcher(jvm.output());
        assertThat(line.find()).as(jvm.output()).isTrue();
        return Double.parseDouble(line.group(1));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // there is no such signal
    void terminatedRun_saysSoBeforeItsServiceIsGone() throws Exception {
        try (Jvm jvm = Jvm.run(Loads.Endless.class, folder, "--report=true")) {
            awaitLoad(jvm);
            jvm.terminate();

            assertThat(jvm.exitCode()).as(jvm.output()).isEqualTo(105);
            assertThat(jvm.output()).doesNotContain("NOT ");
            assertThat(folder.resolve("reports/Endless.load.html")).content().contains("aborted by user");
            try (Runs runs = Runs.open(results(), Clock.systemUTC())) {
                Run run = runs.find(jvm.runId()).orElseThrow();
                assertThat(run.facts().status()).isEqualTo(RunStatus.ABORTED_BY_USER);
                assertThat(run.summary().iterations()).isEqualTo(iterations(jvm));
            }
        }
    }

    private static void awaitLoad(Jvm jvm) {
        jvm.service();
        await("the load")
                .atMost(Duration.ofSeconds(30))
                .until(() -> jvm.output().contains(Loads.BEGUN));
    }

    /** As forks of a build tool do; and a kill of one must not take the runs of others with it. */
    @Test
    void jvmsAtOnce_shareTheService_andOneTakesThePlaceOfAnotherThatIsKilled() throws Exception {
        try (Jvm first = Jvm.run(Loads.Endless.class, folder)) {
            awaitLoad(first);
            try (Jvm second = Jvm.run(Loads.Brief.class, folder)) {
                assertThat(second.service()).isEqualTo(first.service());
                assertThat(second.runId()).isNotEqualTo(first.runId());
                first.kill();

                assertThat(second.exitCode()).as(second.output()).isZero();
                assertThat(second.output()).doesNotContain("NOT ").doesNotContain("spool");
                try (Runs runs = Runs.open(results(), Clock.systemUTC())) {
                    Run run = runs.find(second.runId()).orElseThrow();
                    assertThat(run.facts().status()).isEqualTo(RunStatus.FINISHED);
                    assertThat(run.summary().iterations()).isEqualTo(iterations(second));
                    Run killed = runs.find(first.runId()).orElseThrow();
                    assertThat(killed.facts().status().isEnd()).isFalse();
                    assertThat(killed.facts().name()).isEqualTo("Endless");
                }
            }
        }
    }
}
