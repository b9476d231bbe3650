package dev.stampede.results.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.results.load.SeriesLoad;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOW = 1000 * DAY;

    /** Five runs, 1005 the newest; each of 10 bytes and a day older than the next. */
    private static final List<Retention.Kept> FIVE = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> new Retention.Kept(Integer.toString(1000 + i), false, NOW - (5 - i) * DAY, 10, false))
            .toList();

    private static List<String> gone(Retention retention, List<Retention.Kept> runs) {
        return retention.surplus(runs, NOW).stream().map(Retention.Surplus::id).toList();
    }

    @Test
    void runsBeyondTheNumber_goOldestFirst() {
        assertThat(gone(new Retention(3, Duration.ZERO, 0), FIVE)).containsExactly("1002", "1001");
        assertThat(gone(new Retention(5, Duration.ZERO, 0), FIVE)).isEmpty();
        assertThat(gone(Retention.ALL, FIVE)).isEmpty();
    }

    @Test
    void runsBeyondTheAge_go() {
        assertThat(gone(new Retention(0, Duration.ofDays(2), 0), FIVE)).containsExactly("1002", "1001");
    }

    @Test
    void runsBeyondTheBytes_go() {
        assertThat(gone(new Retention(0, Duration.ZERO, 35), FIVE)).containsExactly("1002", "1001");
    }

    @Test
    void newestRun_staysWhateverItIs() {
        assertThat(gone(new Retention(1, Duration.ofDays(1), 1), FIVE)).containsExactly("1004", "1003", "1002", "1001");
        assertThat(gone(new Retention(0, Duration.ofDays(1), 0), List.of(new Retention.Kept("7", false, 0, 5, false))))
                .isEmpty();
    }

    @Test
    void runsWithoutMetrics_goBeforeAnyThatHasSome() {
        List<Retention.Kept> runs = new ArrayList<>(FIVE);
        for (int i = 6; i <= 9; i++) {
            runs.add(new Retention.Kept(Integer.toString(1000 + i), false, NOW, 0, true));
        }
        assertThat(gone(new Retention(5, Duration.ZERO, 0), runs))
                .as("the newest stays")
                .containsExactly("1008", "1007", "1006");
        assertThat(gone(new Retention(7, Duration.ZERO, 0), runs)).containsExactly("1007", "1006");
        assertThat(gone(new Retention(3, Duration.ZERO, 0), runs))
                .containsExactly("1002", "1001", "1008", "1007", "1006");
        runs.add(new Retention.Kept("1010", true, NOW, 0, true));
        assertThat(gone(new Retention(5, Duration.ZERO, 0), runs))
                .as("nor does one that has only begun push out another")
                .containsExactly("1009", "1008", "1007", "1006");
    }

    @Test
    void runsThatEndWithoutMetrics_leaveTheOthersAlone(@TempDir Path folder) throws Exception {
        try (Runs runs = Runs.open(folder, Clock.systemUTC(), 1_000, new Retention(2, Duration.ZERO, 0))) {
            for (int i = 1; i <= 2; i++) {
                Run run = runs.open(RunFacts.opened("real " + i, 0, 0, 0, List.of(), ""));
                run.push(
                        "",
                        "",
                        new SeriesLoad(1, "a", 20, 10)
                                .next(run.id(), 1_800_000_000, 3)
                                .toByteArray());
                run.end(RunStatus.FINISHED, false, "");
            }
            for (int i = 3; i <= 6; i++) {
                runs.open(RunFacts.opened("empty " + i, 0, 0, 0, List.of(), "")).end(RunStatus.FINISHED, false, "");
            }
            assertThat(ids(runs)).containsExactlyInAnyOrder("1001", "1002", "1006");
        }
    }

    @Test
    void liveRun_neverGoes() {
        List<Retention.Kept> runs = List.of(new Retention.Kept("1", true, 0, 1000, false), FIVE.get(3), FIVE.get(4));
        assertThat(gone(new Retention(1, Duration.ofDays(1), 1), runs)).containsExactly("1004");
    }

    @Test
    void surplus_goesWhenTheFolderIsOpenedAndWhenARunEnds(@TempDir Path folder) throws Exception {
        try (Runs runs = Runs.open(folder, Clock.systemUTC())) {
            for (int i = 1; i <= 4; i++) {
                Run run = runs.open(RunFacts.opened("run " + i, 0, 0, 0, List.of(), ""));
                if (i != 1) {
                    run.end(RunStatus.FINISHED, false, "");
                }
            }
            assertThat(runs.all()).hasSize(4);
        }
        try (Runs runs = Runs.open(folder, Clock.systemUTC(), 10, new Retention(2, Duration.ZERO, 0))) {
            // 1001 goes on
            assertThat(ids(runs)).containsExactlyInAnyOrder("1001", "1003", "1004");
            runs.open(RunFacts.opened("run 5", 0, 0, 0, List.of(), "")).end(RunStatus.FINISHED, false, "");
            assertThat(ids(runs)).containsExactlyInAnyOrder("1001", "1004", "1005");
            assertThat(folder.resolve("runs/1003")).doesNotExist();

            runs.delete("1005");
            assertThat(runs.open(RunFacts.opened("run 6", 0, 0, 0, List.of(), ""))
                            .id())
                    .isEqualTo("1006");
            runs.delete("1006");
        }
        try (Runs runs = Runs.open(folder, Clock.systemUTC())) {
            assertThat(runs.open(RunFacts.opened("run 7", 0, 0, 0, List.of(), ""))
                            .id())
                    .as("an id is never given twice")
                    .isEqualTo("1007");
        }
    }

    private static List<String> ids(Runs runs) {
        return runs.all().stream().map(Run::id).toList();
    }
}
