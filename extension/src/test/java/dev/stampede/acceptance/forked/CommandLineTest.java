package dev.stampede.acceptance.forked;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the cloud is told, and the process ends with, when load tests are run by {@code stampede run}. */
@Tag("forked")
class CommandLineTest {
    @SuppressWarnings("NullAway.Init") // JUnit calls start first
    private RecordingCloud cloud;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        cloud = RecordingCloud.start().takingNothingOf(Endings.Refused.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @ParameterizedTest
    @EnumSource
    void ending_isToldToTheCloudOnce(Row row) throws Exception {
        try (Fork fork =
                new Launches(folder, cloud).commandLine("run", row.type().getName())) {
            assertThat(fork.exitCode()).as(fork::output).isEqualTo(row.exitCode());
            fork.awaitGone();
            row.check(cloud);
        }
    }
}
