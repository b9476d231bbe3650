package dev.stampede.acceptance.forked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.acceptance.forked.Endings.GoesOn;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cloud is told when somebody ends the processes of a load test, and what is left of them. */
@Tag("forked")
class SignalsTest {
    @TempDir
    private Path folder;

    private Running inMaven() throws Exception {
        return Running.start(folder, launches -> launches.maven(GoesOn.class));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void maven_toldToEnd(String signal, int exitCode) throws Exception {
        try (Running load = inMaven()) {
            load.fork().signal(signal);

            assertThat(load.fork().exitCode()).isEqualTo(exitCode);
            load.checkEndedByUser();
        }
    }

    @Test
    void ctrlC_inTheTerminalOfMaven() throws Exception {
        Assumptions.assumeTrue(Unix.hasGroups(), "needs setsid, to have a group of processes to signal");
        try (Running load = inMaven()) {
            load.fork().signalGroup("INT");

            assertThat(load.fork().exitCode()).isEqualTo(130);
            load.checkEndedByUser();
        }
    }

    @Test
    void maven_killed() throws Exception {
        try (Running load = inMaven()) {
            load.fork().signal("KILL");

            assertThat(load.fork().exitCode()).isEqualTo(137);
            load.checkEndedByUser(); // Surefire's JVM notices
        }
    }

    @Test
    void jvmOfSurefire_toldToEnd() throws Exception {
        try (Running load = inMaven()) {
            Unix.kill("TERM", load.fork().child().pid());

            assertThat(load.fork().exitCode()).isEqualTo(1);
            load.checkEndedByUser();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void consoleLauncher_toldToEnd(String signal, int exitCode) throws Exception {
        try (Running load = Running.start(folder, launches -> launches.consoleLauncher(GoesOn.class))) {
            load.fork().signal(signal);

            assertThat(load.fork().exitCode()).isEqualTo(exitCode);
            load.checkEndedByUser();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void commandLine_toldToEnd(String signal) throws Exception {
        try (Running load = Running.start(folder, launches -> launches.commandLine("run", GoesOn.class.getName()))) {
            load.fork().signal(signal);

            assertThat(load.fork().exitCode()).isEqualTo(105);
            load.checkEndedByUser();
        }
    }

    @Test
    void commandLine_toldTwice_endsAtOnceAndTheCloudKnowsByThen() throws Exception {
        try (Running load = Running.start(
                folder, launches -> launches.commandLine("run", Endings.CleansUpForAges.class.getName()))) {
            load.fork().signal("INT");
            load.launches().marks().await(Endings.AFTER_RUN, 1);
            Eventually.holds("the cloud is told", () -> !load.run().finishes().isEmpty());

            load.fork().signal("INT");

            assertThat(load.fork().exitCode()).isEqualTo(105);
            load.fork().awaitGone();
            load.checkTold();
        }
    }

    /** A JVM is deaf while its shutdown hooks run. */
    @Test
    void consoleLauncher_toldTwice_endsAsIfToldOnce() throws Exception {
        try (Running load = Running.start(folder, launches -> launches.consoleLauncher(GoesOn.class))) {
            load.fork().signal("INT");
            load.fork().signal("INT");

            load.checkEndedByUser();
        }
    }

    /** A container is gone with its first process: Maven, which waits for nobody. */
    @Test
    void mavenAsFirstProcess_toldToEnd_tellsTheCloudBeforeAllIsKilled() throws Exception {
        try (Running load = Running.start(folder, launches -> launches.mavenFirst(GoesOn.class))) {
            Eventually.holds("metrics have been pushed", () -> load.run().pushes() > 0);

            Unix.kill("TERM", load.fork().firstChild().pid());

            load.fork().awaitGone();
            load.checkTold();
        }
    }

    @Test
    void entrypointAsFirstProcess_toldToEnd_losesNothing() throws Exception {
        try (Running load = Running.start(folder, launches -> launches.entrypointFirst(GoesOn.class))) {
            Unix.kill("TERM", load.fork().firstChild().pid());

            assertThat(load.fork().exitCode()).as(load.fork()::output).isEqualTo(143);
            load.checkEndedByUser();
        }
    }
}
