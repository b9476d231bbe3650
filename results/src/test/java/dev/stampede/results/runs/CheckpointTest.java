package dev.stampede.results.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.figures.StateWriter;
import dev.stampede.results.load.SeriesLoad;
import dev.stampede.results.store.PushRecord;
import dev.stampede.results.store.RunFolder;
import dev.stampede.thresholds.ThresholdSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final long CREATED = 1_800_000_000_000L;
    private static final List<ThresholdSpec> THRESHOLDS = List.of(
            ThresholdSpec.of("http_req_duration{status:500}", "p(95)<500"), ThresholdSpec.of("orders", "count>10"));
    private static final int BUDGET = 10_000;

    @TempDir
    Path path;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void checkpointAndRest_comeToExactlyWhatAllSamplesComeTo(long seed) throws Exception {
        Random random = new Random(seed);
        RunFolder folder = new RunFolder(path);
        long covered = 0;
        int number = 0;
        List<SeriesLoad> generators =
                List.of(new SeriesLoad(seed, "a", 40, 20), new SeriesLoad(seed + 1, "b", 30 + random.nextInt(100), 5));
        for (int life = 0; life < 3; life++) {
            Loaded loaded = load(folder);
            if (life > 0) {
                assertThat(loaded.uncovered(folder)).isEqualTo(folder.samplesBytes() - covered);
            }
            int pushes = 10 + random.nextInt(20);
            int keepAt = random.nextInt(pushes);
            for (int i = 0; i < pushes; i++) {
                // over months, so that lines of time become coarser; late ones come, too
                long second = 1_700_000_000L + 3L * (number * 500L - random.nextInt(1000));
                push(
                        folder,
                        loaded,
                        "key " + number++,
                        generators.get(random.nextInt(2)).next("7", second, 3));
                if (i == keepAt) {
                    loaded.keep(folder);
                    covered = folder.samplesBytes();
                }
            }
            folder.close();
        }
        Loaded fromCheckpoint = load(folder);
        assertThat(fromCheckpoint.uncovered(folder)).isLessThan(folder.samplesBytes());
        folder.close();
        Files.delete(path.resolve("figures.bin"));
        Loaded fromAll = load(folder);
        assertThat(fromAll.uncovered(folder)).isEqualTo(folder.samplesBytes());
        folder.close();

        assertSame(fromCheckpoint, fromAll);
        for (int i = 0; i < number; i++) {
            assertThat(fromCheckpoint.has("key " + i)).isTrue();
        }
        assertThat(fromCheckpoint.has("key " + number)).isFalse();
    }

    private static Loaded load(RunFolder folder) throws IOException {
        return Loaded.of(folder, BUDGET, THRESHOLDS, CREATED);
    }

    private static void push(RunFolder folder, Loaded loaded, String key, MetricSet metrics) throws Exception {
        PushRecord push = new PushRecord(1_800_000_000_000L + key.hashCode(), key, "", metrics.toByteArray());
        loaded.check(push, metrics, CREATED);
        folder.append(push);
        loaded.add(push, metrics, CREATED);
    }

    private static void assertSame(Loaded one, Loaded other) throws IOException {
        assertThat(bytes(one.figures())).isEqualTo(bytes(other.figures()));
        assertThat(one.lastData()).isEqualTo(other.lastData());
        // whatever figures have that a checkpoint does not keep shows up here
        RecursiveComparisonConfiguration fields = RecursiveComparisonConfiguration.builder()
                .withIgnoredFields("keys", "covered", "summary", "summaryOf")
                .withIgnoredFieldsOfTypes(MetricRegistry.class)
                .withIgnoredFieldsMatchingRegexes("figures\\.(registry|limits|known|texts).*", ".*\\.most")
                .withEqualsForType(CheckpointTest::same, Histogram.class)
                .build();
        assertThat(one).usingRecursiveComparison(fields).isEqualTo(other);
        assertThat(one.figures().metrics()).isEqualTo(other.figures().metrics());
    }

    private static boolean same(Histogram one, Histogram other) {
        if (one.count() != other.count()
                || one.sum() != other.sum()
                || one.min() != other.min()
                || one.max() != other.max()
                || one.tooLow() != other.tooLow()
                || one.tooHigh() != other.tooHigh()
                || one.firstIndex() != other.firstIndex()
                || one.lastIndex() != other.lastIndex()) {
            return false;
        }
        for (int i = one.firstIndex(); i <= one.lastIndex(); i++) {
            if (one.countAt(i) != other.countAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(RunFigures figures) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateWriter out = new StateWriter(bytes);
        figures.save(out);
        out.flush();
        return bytes.toByteArray();
    }

    @Test
    void checkpointThatDoesNotFit_isPassedOver() throws Exception {
        RunFolder folder = new RunFolder(path);
        SeriesLoad generator = new SeriesLoad(9, "a", 30, 10);
        Loaded loaded = load(folder);
        for (int i = 0; i < 5; i++) {
            push(folder, loaded, "key " + i, generator.next("7", 1_700_000_000L + 3L * i, 3));
        }
        loaded.keep(folder);
        folder.close();
        Path file = path.resolve("figures.bin");
        byte[] kept = Files.readAllBytes(file);

        for (int at = 0; at < kept.length; at += 1 + kept.length / 40) {
            byte[] broken = kept.clone();
            broken[at] ^= 0x10;
            Files.write(file, broken);
            assertReadAs(loaded, THRESHOLDS);
            Files.write(file, java.util.Arrays.copyOf(kept, at));
            assertReadAs(loaded, THRESHOLDS);
        }

        Files.write(file, kept);
        RunFolder again = new RunFolder(path);
        Loaded others =
                Loaded.of(again, BUDGET, List.of(ThresholdSpec.of("http_reqs{status:200}", "count>1")), CREATED);
        assertThat(others.uncovered(again)).isEqualTo(again.samplesBytes());
        again.close();

        Files.delete(path.resolve("samples.pb"));
        RunFolder replaced = new RunFolder(path);
        Loaded empty = load(replaced);
        assertThat(empty.figures().seriesCount()).isZero();
        push(replaced, empty, "another", generator.next("7", 1_700_000_000L, 3));
        replaced.close();
        assertThat(load(replaced).has("key 0")).isFalse();
    }

    private void assertReadAs(Loaded expected, List<ThresholdSpec> thresholds) throws IOException {
        RunFolder folder = new RunFolder(path);
        Loaded read = Loaded.of(folder, BUDGET, thresholds, CREATED);
        assertThat(bytes(read.figures())).isEqualTo(bytes(expected.figures()));
        assertThat(read.has("key 4")).isTrue();
        folder.close();
    }
}
