package dev.stampede.acceptance.forked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.acceptance.forked.Endings.GoesOn;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is killed tells nobody; {@code stampede cloud finish} does so later. */
@Tag("forked")
class KilledTest {
    @TempDir
    private Path folder;

    @Test
    void jvmOfSurefire_killed_isClosedByTheNextStep() throws Exception {
        try (Running load = Running.start(folder, launches -> launches.maven(GoesOn.class))) {
            Unix.kill("KILL", load.fork().child().pid());

            assertThat(load.fork().exitCode()).isEqualTo(1);
            checkClosedByTheNextStep(load);
        }
    }

    /** Surefire has the JVM halt, which runs no shutdown hook. */
    @Test
    void surefiresTimeout_isClosedByTheNextStep() throws Exception {
        try (Running load = Running.start(folder, launches -> launches.mavenFor(10, GoesOn.class))) {
            assertThat(load.fork().exitCode()).isEqualTo(1);
            assertThat(load.fork().output()).contains("There was a timeout");
            checkClosedByTheNextStep(load);
        }
    }

    private static void checkClosedByTheNextStep(Running load) throws Exception {
        load.fork().awaitGone();
        assertThat(load.run().finishes()).isEmpty();
        for (int time = 1; time <= 2; time++) { // a second time changes nothing
            try (Fork step = load.launches().commandLine("cloud", "finish")) {
                assertThat(step.exitCode()).as(step::output).isZero();
            }
            load.checkTold();
        }
    }
}
