package dev.stampede.results.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.load.SeriesLoad;
import dev.stampede.results.store.ArchiveFile;
import dev.stampede.results.wire.ClosedException;
import dev.stampede.results.wire.UnpackBudget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes while the service closes is taken before it lets go of the folder, or not at all. */
@Timeout(60)
class ClosingTest {
    private static final int ALL = 1 << 20;

    @TempDir
    Path folder;

    private final UnpackBudget unpacking = new UnpackBudget(ALL);

    private Runs open() throws Exception {
        return Runs.open(folder, Clock.systemUTC(), 1_000, Retention.ALL, unpacking);
    }

    private static byte[] body(Run run) {
        return new SeriesLoad(1, "a", 20, 10).next(run.id(), 1_800_000_000, 3).toByteArray();
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(ClosedException.class)
                .hasMessage("the service is being closed; try again when it is back");
    }

    @Test
    void pushThatIsOvertakenByTheClose_isRefusedAndWritesNothing() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Runs closing = open();
            Run run = closing.open(RunFacts.opened("test", 0, 1, 10, List.of(), ""));
            run.push("first", "", body(run));
            int others = unpacking.take(ALL);
            Future<?> push = threads.submit(() -> {
                run.push("second", "", body(run));
                return null;
            });
            while (unpacking.waiting() == 0) {
                Thread.onSpinWait();
            }

            closing.close();
            try (Runs next = open()) { // the folder is another's now
                long bytes = Files.size(folder.resolve("runs/1001/samples.pb"));
                unpacking.giveBack(others);
                assertThatThrownBy(push::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(ClosedException.class);
                assertThat(folder.resolve("runs/1001/samples.pb")).hasSize(bytes);
                Run there = next.find("1001").orElseThrow();
                there.push("second", "", body(there));
                assertThat(there.<Integer>figures(RunFigures::seriesCount)).isPositive();
            }
        }
        assertThat(new ClosedException().refusal().status()).isEqualTo(503);
    }

    @Test
    void callsAfterTheClose_writeNothing() throws Exception {
        Runs closed = open();
        LoadTests tests = LoadTests.open(folder, Clock.systemUTC());
        Run run = closed.open(RunFacts.opened("test", 0, 1, 10, List.of(), ""));
        ArchiveFile archive = closed.upload();
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        run.export(exported);
        tests.close();
        closed.close();
        try (Runs next = open()) {
            assertThat(next.all()).hasSize(1);
            closed.close(); // once more, which must not let go of what is another's
            assertThatThrownBy(this::open).hasMessageContaining("are in use by another results service");

            refused(() -> closed.open(RunFacts.opened("late", 0, 1, 10, List.of(), "")));
            refused(() -> closed.take(new ByteArrayInputStream(exported.toByteArray())));
            refused(closed::upload);
            refused(() -> closed.delete("1001"));
            refused(() -> tests.findOrMake(0, "late"));
            refused(() -> run.push("", "", body(run)));
            refused(() -> run.log(List.of()));
            refused(() -> run.keep(archive));
            refused(() -> run.trust("token"));
            refused(run::initialize);
            refused(() -> run.end(RunStatus.FINISHED, false, ""));
            closed.tick();
            assertThat(next.all()).hasSize(1);
        }
        try (Runs again = open()) {
            assertThat(again.all()).singleElement().satisfies(one -> {
                assertThat(one.facts().status()).isEqualTo(RunStatus.CREATED);
                assertThat(one.facts().tokenHash()).isEmpty();
                assertThat(one.archive()).isEmpty();
            });
        }
        assertThat(folder.resolve("load_tests.json")).doesNotExist();
    }
}
