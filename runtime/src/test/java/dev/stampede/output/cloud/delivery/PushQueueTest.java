package dev.stampede.output.cloud.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.LogCapture;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.delivery.SpoolTarget.Authorization;
import java.nio.file.Path;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushQueueTest {
    private final PushStats stats = new PushStats();

    @TempDir
    Path folder = Path.of("unset");

    private PushQueue queue = new PushQueue(100, spool(0), stats);

    private Spool spool(long bytes) {
        HttpUrl url = HttpUrl.get("http://localhost/push");
        return new Spool(
                new Spool.Place() {
                    @Override
                    public Path folder() {
                        return folder.resolve("shop-9");
                    }

                    @Override
                    public void left(Path run) {}
                },
                bytes,
                new SpoolTarget("shop", "9", "http://localhost/", "page", url.toString(), Authorization.TOKEN),
                url);
    }

    private static Batch batch(int bytes, int samples) {
        return new Batch(ApiRequest.json(HttpUrl.get("http://localhost/"), new byte[bytes]), 1, samples, 0, 0);
    }

    private Unsent take() {
        return requireNonNull(queue.take());
    }

    @Test
    void batchGivenBack_isTakenAgainBeforeLaterOnes() {
        Batch first = batch(10, 1);
        Batch second = batch(10, 1);
        Batch third = batch(10, 1);
        queue.add(first);
        queue.add(second);
        queue.add(third);

        Unsent one = take();
        Unsent two = take();
        assertThat(one.post).isSameAs(first.post());
        assertThat(two.post).isSameAs(second.post());
        queue.putBack(two);
        queue.putBack(one);

        assertThat(take()).isSameAs(one);
        assertThat(take()).isSameAs(two);
        assertThat(take().post).isSameAs(third.post());
        assertThat(queue.take()).isNull();
    }

    @Test
    void beyondTheBound_theOldestIsDroppedAndCounted() {
        queue.add(batch(60, 5));
        queue.add(batch(40, 7));
        try (LogCapture log = new LogCapture(PushStats.class)) {
            queue.add(batch(1, 9));
            queue.add(batch(100, 11));

            assertThat(log.lines())
                    .containsExactly(
                            "WARNING Lost on the way to the cloud: 5 samples of 1 series that were the oldest of"
                                    + " too many unsent: no more than 100 bytes are kept in memory");
        }
        assertThat(take().samples).isEqualTo(11);
        assertThat(queue.take()).isNull();
        assertThat(stats.delivery().droppedSamples()).isEqualTo(21);
        assertThat(stats.report())
                .contains(
                        "LOST 21 samples of 3 series that were the oldest of too many unsent: no more than 100 bytes are"
                                + " kept in memory");
    }

    @Test
    void batchThatIsUnderWay_countsButIsNotDropped() {
        queue.add(batch(60, 5));
        Unsent underWay = take();
        queue.add(batch(40, 1));
        queue.add(batch(40, 2));

        assertThat(take().samples).isEqualTo(2);
        assertThat(stats.delivery().droppedSamples()).isEqualTo(1);

        queue.done(underWay);
        queue.add(batch(60, 3));
        assertThat(stats.delivery().droppedSamples()).isEqualTo(1);
    }

    @Test
    void closedQueue_countsWhatWaitsWhatComesAndWhatComesBack() {
        queue.add(batch(10, 1));
        queue.add(batch(10, 2));
        Unsent underWay = take();

        queue.close(PushStats.Loss.STOPPED, "(403/E4) enough");
        queue.add(batch(10, 4));
        queue.putBack(underWay);
        queue.close(PushStats.Loss.UNSENT, "");

        assertThat(queue.take()).isNull();
        assertThat(stats.report())
                .containsExactly(
                        "sent 0 samples of 0 series in 0 batches (0 B), 0 retries",
                        "LOST 7 samples of 3 series after the service took no more: (403/E4) enough");
    }
}
