package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.testing.AllowedBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_700_000_000L * SECOND;

    private final MetricRegistry registry = new MetricRegistry();
    private final BuiltinMetrics metrics = registry.builtin();
    private final Recorder recorder = new Recorder(2);

    @Test
    void drain_passesEachSeriesOfEachSecond() {
        TimeSeries home = series("home");
        TimeSeries cart = series("cart");
        recorder.add(0, home, 1, NOW);
        recorder.add(1, home, 1, NOW + SECOND - 1);
        recorder.add(0, cart, 5, NOW + SECOND);
        recorder.add(0, home, 1, NOW - SECOND); // late: it gets a second of its own

        assertThat(sums()).isEqualTo(Map.of("1700000000 home", 2.0, "1700000001 cart", 5.0, "1699999999 home", 1.0));
        assertThat(sums()).isEmpty();
    }

    @Test
    void timesBeforeTheEpoch_fallIntoTheirSecond() {
        recorder.add(0, series("home"), 1, -1);

        assertThat(sums()).isEqualTo(Map.of("-1 home", 1.0));
    }

    @Test
    void anyLane_isFine() {
        for (int lane : new int[] {Integer.MIN_VALUE, -1, 0, 5, Integer.MAX_VALUE}) {
            recorder.add(lane, series("home"), 1, NOW);
        }

        assertThat(sums()).isEqualTo(Map.of("1700000000 home", 5.0));
    }

    @Test
    void notANumber_isNoSample() {
        recorder.add(0, series("home"), Double.NaN, NOW);

        assertThat(sums()).isEmpty();
    }

    @Test
    void group_recordsEachMetricAndWantsEveryValue() {
        TagSet tags = registry.rootTags();
        recorder.add(0, metrics.data, tags, new double[] {3, 4}, NOW);

        assertThatThrownBy(() -> recorder.add(0, metrics.httpRoundTrip, tags, new double[8], NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the group has 9 metrics, but 8 values were given");
        Map<String, Double> seen = new TreeMap<>();
        recorder.drain((second, series, sink) -> seen.put(series.metric().name(), ((Sink.CounterSink) sink).sum()));
        assertThat(seen).isEqualTo(Map.of("data_sent", 3.0, "data_received", 4.0));
    }

    @Test
    void drain_whoseReceiverThrows_losesNothingAndCountsNothingTwice() {
        for (int i = 0; i < 10; i++) {
            recorder.add(i, series("s" + i), 1, NOW + i % 3 * SECOND);
        }
        List<String> seen = new ArrayList<>();
        Recorder.Drained failing = (second, series, sink) -> {
            seen.add(series.tags().get("name") + "=" + ((Sink.CounterSink) sink).sum());
            if (seen.size() % 4 == 0) {
                throw new IllegalStateException("no room");
            }
        };

        assertThatThrownBy(() -> recorder.drain(failing)).hasMessage("no room");
        recorder.add(0, series("s0"), 100, NOW);
        assertThatThrownBy(() -> recorder.drain(failing)).hasMessage("no room");
        recorder.drain(failing);

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "s0=1.0",
                        "s1=1.0",
                        "s2=1.0",
                        "s3=1.0",
                        "s4=1.0",
                        "s5=1.0",
                        "s6=1.0",
                        "s7=1.0",
                        "s8=1.0",
                        "s9=1.0",
                        "s0=100.0");
        assertThat(sums()).isEmpty();
    }

    @Test
    void manySeconds_betweenTwoDrains_areAllKept() {
        for (int i = 0; i < 100; i++) {
            recorder.add(0, series("home"), i, NOW + i * SECOND);
        }

        Map<String, Double> sums = sums();

        assertThat(sums).hasSize(100).containsEntry("1700000099 home", 99.0);
        recorder.add(0, series("home"), 7, NOW);
        assertThat(sums()).isEqualTo(Map.of("1700000000 home", 7.0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void concurrentWriters_loseNothingWhileADrainerRuns(boolean virtual) throws Exception {
        int writers = 8;
        int each = 20_000;
        long[] total = new long[1];
        double[] sum = new double[1];
        AtomicBoolean writing = new AtomicBoolean(true);
        CountDownLatch start = new CountDownLatch(1);
        Recorder.Drained counting = (second, series, sink) -> {
            total[0] += sink.count();
            sum[0] += ((Sink.CounterSink) sink).sum();
        };
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int lane = w;
            Runnable body = () -> {
                awaitUninterrupted(start);
                for (int i = 0; i < each; i++) {
                    recorder.add(lane, series("s" + i % 50), 2, NOW + i % 3 * SECOND);
                }
            };
            threads.add(
                    virtual
                            ? Thread.ofVirtual().unstarted(body)
                            : Thread.ofPlatform().unstarted(body));
        }
        Thread drainer = Thread.ofPlatform().unstarted(() -> {
            awaitUninterrupted(start);
            while (writing.get()) {
                recorder.drain(counting);
            }
        });
        threads.forEach(Thread::start);
        drainer.start();

        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        writing.set(false);
        drainer.join();
        recorder.drain(counting);

        assertThat(total[0]).isEqualTo((long) writers * each);
        assertThat(sum[0]).isEqualTo(2.0 * writers * each);
    }

    @Test
    void steadyState_ofHttpRoundTrips_allocatesNothing() {
        TagSet[] tags = new TagSet[20];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = registry.rootTags().with("name", "page" + i);
        }
        double[] values = new double[9];
        long[] time = {NOW};
        Recorder.Drained merging = (second, series, sink) -> {
            List<Sink> totals = series.sinks();
            for (int i = 0; i < totals.size(); i++) { // an iterator would be garbage
                totals.get(i).merge(sink);
            }
        };
        Runnable recording = () -> {
            for (int i = 0; i < 400; i++) {
                double duration = 1 + i % 90 * (i % 17);
                values[0] = 1;
                values[1] = duration;
                values[6] = duration * 0.9;
                values[8] = i % 20 == 0 ? 1 : 0;
                recorder.add(0, metrics.httpRoundTrip, tags[i % tags.length], values, time[0] + i * 5_000_000L);
            }
            time[0] += SECOND;
        };
        for (int i = 0; i < 10; i++) {
            recording.run();
            recorder.drain(merging);
        }

        assertThat(Allocations.of(recording)).isEqualTo(AllowedBytes.SAMPLE);
        assertThat(Allocations.of(() -> recorder.drain(merging))).isLessThan(AllowedBytes.DRAIN);
        assertThat(metrics.httpReqs.sink().count()).isEqualTo(11 * 400);
    }

    private TimeSeries series(String name) {
        return registry.rootTags().with("name", name).series(metrics.httpReqs);
    }

    private Map<String, Double> sums() {
        Map<String, Double> sums = new TreeMap<>();
        recorder.drain((second, series, sink) ->
                sums.merge(second + " " + series.tags().get("name"), ((Sink.CounterSink) sink).sum(), Double::sum));
        return sums;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
