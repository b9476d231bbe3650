package dev.stampede.results.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.load.SeriesLoad;
import dev.stampede.results.wire.Refusal;
import dev.stampede.results.wire.UnpackBudget;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pushes wait for their turn when too much is being unpacked. */
@Timeout(60)
class PushTurnTest {
    private static final int ALL = 1 << 20;

    @TempDir
    Path folder;

    private final UnpackBudget unpacking = new UnpackBudget(ALL);

    @Test
    void pushThatWaits_holdsUpNobodyElseAndIsTakenThen() throws Exception {
        try (Runs runs = Runs.open(folder, Clock.systemUTC(), 1_000, Retention.ALL, unpacking);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Run run = runs.open(RunFacts.opened("test", 0, 1, 10, List.of(), ""));
            byte[] body = new SeriesLoad(1, "a", 20, 10)
                    .next(run.id(), 1_800_000_000, 3)
                    .toByteArray();

            int others = unpacking.take(ALL);
            Future<?> push = threads.submit(() -> {
                run.push("key", "", body);
                return null;
            });
            while (unpacking.waiting() == 0) {
                Thread.onSpinWait();
            }
            assertThat(run.<Integer>figures(RunFigures::seriesCount)).isZero();
            run.log(List.of());
            runs.tick();
            assertThat(push.isDone()).isFalse();

            unpacking.giveBack(others);
            push.get();
            assertThat(run.<Integer>figures(RunFigures::seriesCount)).isPositive();
        }
    }

    @Test
    void pushThatIsRefused_givesItsTurnBack() throws Exception {
        try (Runs runs = Runs.open(folder, Clock.systemUTC(), 1_000, Retention.ALL, unpacking)) {
            Run run = runs.open(RunFacts.opened("test", 0, 1, 10, List.of(), ""));

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> run.push("", "", new byte[ALL])).isInstanceOf(Refusal.class);
            }
            unpacking.giveBack(unpacking.take(ALL));
        }
    }
}
