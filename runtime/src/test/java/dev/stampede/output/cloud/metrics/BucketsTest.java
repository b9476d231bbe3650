package dev.stampede.output.cloud.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final long SECOND = 1_000_000_000L;

    private final MetricRegistry registry = new MetricRegistry();
    private final TimeSeries requests = registry.rootTags().series(registry.builtin().httpReqs);
    private final Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ofSeconds(8));

    private static Sink counter(double value) {
        Sink sink = new Sink.CounterSink();
        sink.add(value, 0);
        return sink;
    }

    private double sumIn(Bucket bucket) {
        return ((Sink.CounterSink) requireNonNull(bucket.find(requests))).sum();
    }

    @Test
    void bucket_closesAsSoonAsItsIdIsThatOfTheTimeBeforeTheWait() {
        buckets.add(300, requests, counter(1));

        assertThat(buckets.takeClosed((300 + 8) * SECOND - 1)).isEmpty();
        List<Bucket> closed = buckets.takeClosed((300 + 8) * SECOND);
        assertThat(closed).extracting(Bucket::start).containsExactly(300L);
        assertThat(buckets.takeAll()).isEmpty();
    }

    @Test
    void secondsOfAPeriod_mergeAndOldestComesFirst() {
        buckets.add(305, requests, counter(1));
        buckets.add(300, requests, counter(2));
        buckets.add(302, requests, counter(4));
        buckets.add(303, requests, counter(8));

        List<Bucket> all = buckets.takeAll();

        assertThat(all).extracting(Bucket::start).containsExactly(300L, 303L);
        assertThat(all).extracting(this::sumIn).containsExactly(6.0, 9.0);
        assertThat(all).extracting(Bucket::samples).containsExactly(2L, 2L);
    }

    @Test
    void whatIsThere_isToldWithoutTakingIt() {
        buckets.add(300, requests, counter(1));
        buckets.add(301, requests, counter(1));
        buckets.add(303, requests, counter(1));

        assertThat(buckets.series()).isEqualTo(2);
        assertThat(buckets.hasClosed((300 + 8) * SECOND - 1)).isFalse();
        assertThat(buckets.hasClosed((300 + 8) * SECOND)).isTrue();
        assertThat(buckets.takeAll()).hasSize(2);
        assertThat(buckets.hasClosed(400 * SECOND)).isFalse();
    }

    @Test
    void lateSample_opensItsBucketAgain() {
        buckets.add(300, requests, counter(1));
        assertThat(buckets.takeClosed(400 * SECOND)).hasSize(1);

        buckets.add(301, requests, counter(5));

        List<Bucket> again = buckets.takeClosed(400 * SECOND);
        assertThat(again).extracting(Bucket::start).containsExactly(300L);
        assertThat(again).extracting(this::sumIn).containsExactly(5.0);
    }

    @Test
    void recycledSinks_beginEmpty() {
        buckets.add(300, requests, counter(1));
        List<Bucket> first = buckets.takeAll();
        Sink used = first.getFirst().find(requests);
        buckets.recycle(first);

        buckets.add(303, requests, counter(7));

        Bucket second = buckets.takeAll().getFirst();
        assertThat(second.find(requests)).isSameAs(used);
        assertThat(sumIn(second)).isEqualTo(7.0);
    }

    @Test
    void addedSink_isCopied() {
        Sink sink = counter(1);
        buckets.add(300, requests, sink);
        sink.clear();

        assertThat(sumIn(buckets.takeAll().getFirst())).isEqualTo(1.0);
    }

    @Test
    void emptySink_opensNothing() {
        buckets.add(300, requests, new Sink.CounterSink());

        assertThat(buckets.takeAll()).isEmpty();
    }
}
