package dev.stampede.output.cloud.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.stampede.output.cloud.LogCapture;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.delivery.SpoolTarget.Authorization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a queue is on disk, and when. */
public class SpoolTest {
    private static final HttpUrl URL = HttpUrl.get("http://me:secret@localhost/push");
    private static final int HEADER = 135; // more or less, of a batch's file

    @TempDir
    Path folder = Path.of("unset");

    private final PushStats stats = new PushStats();
    private final AtomicInteger asked = new AtomicInteger();

    private Spool spool(long bytes) {
        Spool.Place place = new Spool.Place() {
            @Override
            public Path folder() {
                asked.incrementAndGet();
                return folder.resolve("shop-9");
            }

            @Override
            public void left(Path run) {
                run.toFile().delete();
            }
        };
        return new Spool(
                place,
                bytes,
                new SpoolTarget(
                        "shop", "9", "http://me:secret@localhost/", "page", URL.toString(), Authorization.TOKEN),
                URL);
    }

    private static Batch batch(int bytes, int samples) {
        byte[] body = new byte[bytes];
        body[0] = '\n'; // nothing in a body may be taken for the end of the header
        return new Batch(ApiRequest.metrics(URL, body, true), 1, samples, 30, 33);
    }

    private static Unsent take(PushQueue queue) {
        return requireNonNull(queue.take());
    }

    private List<String> files() throws IOException {
        Path run = folder.resolve("shop-9");
        if (!Files.exists(run)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(run)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void batch_isOnDiskUntilItIsDone() throws IOException {
        Spool spool = spool(10_000);
        PushQueue queue = new PushQueue(1000, spool, stats);
        queue.add(batch(10, 1));
        queue.add(batch(10, 2));
        assertThat(files()).containsExactly("spool/0000000001.batch", "spool/0000000002.batch", "spool/spool.json");

        Unsent first = take(queue);
        assertThat(files()).hasSize(3);
        queue.done(first);
        assertThat(files()).containsExactly("spool/0000000002.batch", "spool/spool.json");

        queue.done(take(queue));
        spool.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void file_saysWhatItIsAndHoldsTheBodyAsItTravels() throws IOException {
        PushQueue queue = new PushQueue(1000, spool(10_000), stats);
        Batch batch = batch(10, 7);
        queue.add(batch);

        String text = Files.readString(folder.resolve("shop-9/spool/0000000001.batch"));
        assertThat(text)
                .startsWith(
                        "{\"version\":1,\"run\":\"9\",\"series\":1,\"samples\":7,\"from\":30,\"to\":33,\"size\":10,\"key\":\""
                                + batch.post().key()
                                + "\",\"type\":\"application/x-protobuf\",\"encoding\":\"snappy\"}\n\n\0")
                .endsWith("\0");
        assertThat(Files.readString(folder.resolve("shop-9/spool/spool.json")))
                .contains("\"push\": \"http://localhost/push\"", "\"authorization\": \"token\"")
                .doesNotContain("secret");
    }

    @Test
    void beyondTheMemoryBound_theLaterBodiesAreOnDiskOnlyAndReadAgain() throws IOException {
        PushQueue queue = new PushQueue(100, spool(10_000), stats);
        Batch third = batch(60, 3);
        queue.add(batch(60, 1));
        queue.add(batch(60, 2));
        queue.add(third);

        Unsent one = take(queue);
        Unsent two = take(queue);
        Unsent three = take(queue);
        assertThat(one.post).isNotNull();
        assertThat(two.post).isNull();
        assertThat(three.post).isNull();

        ApiRequest read = queue.post(three);
        assertThat(read.key()).isEqualTo(third.post().key());
        assertThat(read.isSnappy()).isTrue();
        assertThat(read.url()).isEqualTo(URL);
        assertThat(body(read)).isEqualTo(body(third.post()));
        assertThat(stats.delivery().droppedSamples()).isZero();

        queue.putBack(three);
        assertThat(three.post).as("there is no room for it beside the oldest").isNull();
    }

    private static Buffer body(ApiRequest request) throws IOException {
        Buffer buffer = new Buffer();
        request.writeBody(buffer.outputStream());
        return buffer;
    }

    @Test
    void beyondTheDiskBound_theOldestIsInMemoryOnlyAndThenDropped() throws IOException {
        PushQueue queue = new PushQueue(1000, spool(2 * (1000 + 2 * HEADER)), stats);
        queue.add(batch(1000, 1));
        queue.add(batch(1000, 2)); // its body is on disk only
        queue.add(batch(1000, 3));
        assertThat(files()).containsExactly("spool/0000000002.batch", "spool/0000000003.batch", "spool/spool.json");
        assertThat(stats.delivery().droppedSamples()).isZero();

        try (LogCapture log = new LogCapture(PushStats.class)) {
            queue.add(batch(1000, 4));

            assertThat(log.lines())
                    .containsExactly(
                            "WARNING Lost on the way to the cloud: 2 samples of 1 series that were the oldest of too"
                                    + " many unsent: no more than 2540 bytes are kept on disk");
        }
        assertThat(take(queue).samples).isEqualTo(1);
        assertThat(take(queue).samples).isEqualTo(3);
        assertThat(take(queue).samples).isEqualTo(4);
    }

    @Test
    void limitOfZero_keepsNothingOnDisk() throws IOException {
        PushQueue queue = new PushQueue(100, spool(0), stats);
        queue.add(batch(10, 1));
        queue.close(PushStats.Loss.UNSENT, "down");

        assertThat(files()).isEmpty();
        assertThat(stats.report())
                .last()
                .isEqualTo("LOST 1 sample of 1 series that were unsent at the end of the run: down");
    }

    @Test
    void diskThatCannotBeWritten_isOneWarningAndTheOldMemoryBound() throws IOException {
        Files.writeString(folder.resolve("shop-9"), "a file");
        PushQueue queue = new PushQueue(100, spool(10_000), stats);
        try (LogCapture log = new LogCapture(Spool.class)) {
            queue.add(batch(60, 1));
            queue.add(batch(60, 2));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING Unsent metrics cannot be kept on disk, only in memory: java.nio.file.")
                    .endsWith("\nWhat is unsent when this process ends is lost.");
        }
        assertThat(stats.delivery().droppedSamples()).isEqualTo(1);
        assertThat(take(queue).samples).isEqualTo(2);
    }

    @Test
    void folderOfTheRun_isMadeOnceHoweverOftenTheSpoolInItCannotBe() throws IOException {
        Path obstacle = Files.createDirectory(folder.resolve("shop-9")).resolve("spool");
        Files.writeString(obstacle, "a file");
        PushQueue queue = new PushQueue(1000, spool(10_000), stats);
        queue.add(batch(60, 1));
        queue.add(batch(60, 2));
        Files.delete(obstacle);
        queue.add(batch(60, 3));

        assertThat(asked).hasValue(1);
        assertThat(files()).hasSize(2);
    }

    @Test
    void diskThatHasRoomAgainAtTheEnd_keepsWhatIsUnsent() throws IOException {
        Path obstacle = Files.writeString(folder.resolve("shop-9"), "a file");
        Spool spool = spool(10_000);
        PushQueue queue = new PushQueue(100, spool, stats);
        queue.add(batch(60, 1));
        Files.delete(obstacle);

        queue.close(PushStats.Loss.UNSENT, "down");
        spool.close();

        assertThat(files()).containsExactly("spool/0000000001.batch", "spool/spool.json");
        assertThat(stats.delivery().spooledSamples()).isEqualTo(1);
        assertThat(stats.delivery().isComplete()).isFalse();
    }

    @Test
    void batchUnderWayAtTheEnd_isSpooledOnceWhateverBecomesOfIt() {
        PushQueue queue = new PushQueue(100, spool(10_000), stats);
        queue.add(batch(60, 1));
        Unsent underWay = take(queue);

        queue.close(PushStats.Loss.UNSENT, "down");
        queue.putBack(underWay);

        assertThat(stats.delivery().spooledSamples()).isEqualTo(1);
        assertThat(stats.delivery().droppedSamples()).isZero();
    }

    @Test
    void serviceThatTakesNoMore_leavesNothingOnDisk() throws IOException {
        Spool spool = spool(10_000);
        PushQueue queue = new PushQueue(100, spool, stats);
        queue.add(batch(60, 1));

        queue.close(PushStats.Loss.STOPPED, "(403/E4) enough");
        queue.add(batch(60, 2));
        spool.close();

        assertThat(files()).isEmpty();
        assertThat(stats.delivery().droppedSamples()).isEqualTo(3);
    }

    @Test
    void batchThatIsSetAside_isKeptBesideTheOthers() throws IOException {
        Spool spool = spool(10_000);
        PushQueue queue = new PushQueue(100, spool, stats);
        queue.add(batch(60, 1));

        queue.setAside(take(queue));
        spool.close();

        assertThat(files()).containsExactly("spool/refused/0000000001.batch");
    }

    @Test
    void spoolOfThisProcess_isTakenByNobodyElse() throws IOException {
        Spool spool = spool(10_000);
        new PushQueue(100, spool, stats).add(batch(60, 1));
        Path run = folder.resolve("shop-9");

        assertThat(LeftSpool.take(run)).isEmpty();
        spool.close();
        try (LeftSpool left = LeftSpool.take(run).orElseThrow()) {
            assertThat(left.target().run()).isEqualTo("shop (9)");
            assertThat(left.batches()).isEqualTo(1);
            assertThat(LeftSpool.take(run)).isEmpty();
        }
    }

    @Test
    void damagedHeader_isAnErrorOfTheFileAndNotOfWhoeverReadsIt() throws IOException {
        String header = "{\"version\":1,\"series\":%s,\"samples\":1,\"size\":0,\"key\":\"%s\"}\n";
        Path key = Files.writeString(folder.resolve("key"), String.format(header, "1", "ab\\u0000cd"));
        Path series = Files.writeString(folder.resolve("series"), String.format(header, "99999999999", "ab"));

        assertThatIOException().isThrownBy(() -> SpoolFile.read(key, URL)).withMessage(key + " has a damaged key");
        assertThat(SpoolFile.read(series, URL).series()).isEqualTo(Integer.MAX_VALUE);
    }
}
