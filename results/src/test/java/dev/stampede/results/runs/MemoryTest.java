package dev.stampede.results.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.proto.CounterSamples;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.MetricType;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import dev.stampede.results.figures.RunFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in memory of runs that are over. */
class MemoryTest {
    private static final long START = 1_800_000_000;

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(START * 1000);

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now.get());
        }
    };

    private static Run ended(Runs runs) throws Exception {
        Run run = runs.open(RunFacts.opened("test", 0, 1, 10, List.of(), ""));
        push(run, 5);
        run.end(RunStatus.FINISHED, false, "");
        return run;
    }

    private static void push(Run run, int requests) throws Exception {
        run.push(
                "",
                "",
                MetricSet.newBuilder()
                        .setTestRunId(run.id())
                        .setAggregationPeriod(3)
                        .addMetrics(Metric.newBuilder()
                                .setName("http_reqs")
                                .setType(MetricType.METRIC_TYPE_COUNTER)
                                .addTimeSeries(TimeSeries.newBuilder()
                                        .setCounterSamples(CounterSamples.newBuilder()
                                                .addValues(CounterValue.newBuilder()
                                                        .setTime(Timestamp.newBuilder()
                                                                .setSeconds(START))
                                                        .setValue(requests)))))
                        .build()
                        .toByteArray());
    }

    private static boolean isInMemory(Run run) {
        return run.idleSince().isPresent();
    }

    private static Run find(Runs runs, String id) {
        return runs.find(id).orElseThrow();
    }

    @Test
    void summary_isThereWithoutTheSamples() throws Exception {
        try (Runs runs = Runs.open(folder, clock)) {
            assertThat(ended(runs).summary().requests()).isEqualTo(5);
        }
        try (Runs again = Runs.open(folder, clock)) {
            Run run = find(again, "1001");
            assertThat(run.summary().requests()).isEqualTo(5);
            assertThat(run.metrics()).singleElement().satisfies(metric -> {
                assertThat(metric.name()).isEqualTo("http_reqs");
                assertThat(metric.values()).containsEntry("count", 5.0);
            });
            assertThat(isInMemory(run)).isFalse();
            int series = run.figures(RunFigures::seriesCount);
            assertThat(series).isEqualTo(1);
            assertThat(isInMemory(run)).isTrue();
        }
    }

    @Test
    void summary_isMadeAgainWhenThereAreOtherSamples() throws Exception {
        Path facts = folder.resolve("runs/1001/run.json");
        Path figures = folder.resolve("runs/1001/figures.json");
        String oldFacts;
        String oldFigures;
        try (Runs runs = Runs.open(folder, clock)) {
            Run run = ended(runs);
            oldFacts = Files.readString(facts);
            oldFigures = Files.readString(figures);
            push(run, 7);
        }
        Files.writeString(facts, oldFacts); // as if the process had died before it could write
        Files.writeString(figures, oldFigures);
        try (Runs again = Runs.open(folder, clock)) {
            Run run = find(again, "1001");
            assertThat(run.summary().requests()).isEqualTo(12);
            assertThat(isInMemory(run)).isFalse();
            assertThat(run.metrics().getFirst().values()).containsEntry("count", 12.0);
            assertThat(run.facts().lastData()).isEqualTo(START * 1000);
        }
    }

    @Test
    void runs_thatAreOverGiveTheirFiguresBackButForTheLastFew() throws Exception {
        try (Runs runs = Runs.open(folder, clock)) {
            Run live = runs.open(RunFacts.opened("live", 0, 1, 10, List.of(), ""));
            push(live, 1);
            for (int i = 0; i < 7; i++) {
                now.addAndGet(10);
                ended(runs);
            }
            assertThat(runs.all().stream().filter(MemoryTest::isInMemory).map(Run::id))
                    .containsExactlyInAnyOrder("1005", "1006", "1007", "1008");
            now.addAndGet(10);
            look(find(runs, "1002"));
            assertThat(runs.all().stream().filter(MemoryTest::isInMemory).map(Run::id))
                    .containsExactlyInAnyOrder("1002", "1006", "1007", "1008");
            push(find(runs, "1003"), 1); // late, and taken all the same
            assertThat(find(runs, "1003").summary().requests()).isEqualTo(6);

            now.addAndGet(100_000);
            push(live, 1);
            now.addAndGet(100_000);
            push(live, 1);
            now.addAndGet(110_000);
            runs.tick();
            assertThat(runs.all().stream().filter(MemoryTest::isInMemory)).isEmpty();
            assertThat(live.facts().status()).isEqualTo(RunStatus.RUNNING);
            assertThat(live.summary().requests()).isEqualTo(3);
        }
    }

    private static void look(Run run) throws IOException {
        assertThat(run.<Boolean>figures(RunFigures::hasData)).isTrue();
    }
}
