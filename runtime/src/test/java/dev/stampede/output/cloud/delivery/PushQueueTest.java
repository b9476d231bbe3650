package dev.stampede.output.cloud.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.LogCapture;
import dev.stampede.output.cloud.api.ApiRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class PushQueueTest {
    private final PushStats stats = new PushStats();
    private final PushQueue queue = new PushQueue(100, stats);

    private static Batch batch(int bytes, int samples) {
        return new Batch(ApiRequest.json(HttpUrl.get("http://localhost/"), new byte[bytes]), 1, samples);
    }

    private Batch take() {
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

        assertThat(take()).isSameAs(first);
        assertThat(take()).isSameAs(second);
        queue.putBack(second);
        queue.putBack(first);

        assertThat(take()).isSameAs(first);
        assertThat(take()).isSameAs(second);
        assertThat(take()).isSameAs(third);
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
        assertThat(take().samples()).isEqualTo(11);
        assertThat(queue.take()).isNull();
        assertThat(stats.lostSamples()).isEqualTo(21);
        assertThat(stats.report())
                .contains(
                        "LOST 21 samples of 3 series that were the oldest of too many unsent: no more than 100 bytes are"
                                + " kept in memory");
    }

    @Test
    void batchThatIsUnderWay_countsButIsNotDropped() {
        queue.add(batch(60, 5));
        Batch underWay = take();
        queue.add(batch(40, 1));
        queue.add(batch(40, 2));

        assertThat(take().samples()).isEqualTo(2);
        assertThat(stats.lostSamples()).isEqualTo(1);

        queue.done(underWay);
        queue.add(batch(60, 3));
        assertThat(stats.lostSamples()).isEqualTo(1);
    }

    @Test
    void closedQueue_countsWhatWaitsWhatComesAndWhatComesBack() {
        queue.add(batch(10, 1));
        queue.add(batch(10, 2));
        Batch underWay = take();

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
