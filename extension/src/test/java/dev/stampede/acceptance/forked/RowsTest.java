package dev.stampede.acceptance.forked;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cloud and JUnit are told of everything that load tests come to by themselves, many in one JVM. */
@Tag("forked")
class RowsTest {
    @TempDir
    private Path folder;

    private interface Launching {
        Fork of(Launches launches) throws Exception;
    }

    @Test
    void surefire_tellsTheCloudAndJUnitHowEachEnded() throws Exception {
        everyRow(launches -> launches.maven(Row.types().toArray(Class<?>[]::new)));
    }

    @Test
    void consoleLauncher_tellsTheCloudAndJUnitHowEachEnded() throws Exception {
        everyRow(launches -> launches.consoleLauncher(Row.types().toArray(Class<?>[]::new)));
    }

    private void everyRow(Launching launching) throws Exception {
        try (RecordingCloud cloud = RecordingCloud.start().takingNothingOf(Endings.Refused.class);
                Fork fork = launching.of(new Launches(folder, cloud))) {
            Path reports = new Launches(folder, cloud).reports();
            assertThat(fork.exitCode()).as(fork::output).isEqualTo(1);
            fork.awaitGone();
            for (Row row : Row.values()) {
                row.check(cloud);
            }
            assertThat(Reported.in(reports).tests())
                    .isEqualTo(Arrays.stream(Row.values())
                            .collect(Collectors.toMap(row -> row.type().getName(), Row::passes)));
        }
    }
}
