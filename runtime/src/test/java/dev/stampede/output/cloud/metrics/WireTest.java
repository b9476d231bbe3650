package dev.stampede.output.cloud.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.metrics.ValueType;
import dev.stampede.output.cloud.proto.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what is written by hand against what protobuf writes of the same. */
class WireTest {
    private static final double[] ODD = {
        0,
        -0.0,
        -1,
        Double.MIN_VALUE,
        1e-9,
        0.001,
        0.255,
        0.256,
        1,
        127,
        128,
        1e9,
        1e300,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private final MetricRegistry registry = new MetricRegistry();
    private final MetricSets sets = new MetricSets("4711", 3);
    private final ClosedSeries closed = new ClosedSeries();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void message_isByteForByteThatOfProtobuf(long seed) {
        Random random = new Random(seed);
        List<TimeSeries> series = series(random);
        Buckets buckets = new Buckets(Duration.ofSeconds(3), Duration.ZERO);
        for (int round = 0; round < 6; round++) { // the same memory again and again
            fill(buckets, series, random, random.nextInt(4) == 0 ? -20 : 1_700_000_000);
            List<Bucket> taken = buckets.takeAll();

            closed.read(taken, null);
            Wire message = sets.message(closed, 0, closed.size());

            assertThat(Arrays.copyOf(message.bytes(), message.size()))
                    .isEqualTo(Messages.of("4711", 3, taken).toByteArray());
            closed.clear();
            buckets.recycle(taken);
        }
    }

    private List<TimeSeries> series(Random random) {
        List<TimeSeries> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            MetricType type = List.of(MetricType.values()).get(random.nextInt(4));
            Metric metric = registry.register(
                    type.text() + "_" + "x".repeat(random.nextInt(100)) + random.nextInt(3), type, ValueType.DEFAULT);
            TagSet tags = registry.rootTags();
            for (int tag = random.nextInt(5); tag > 0; tag--) {
                tags = tags.with("k\u00e9y" + random.nextInt(9), "\ud83d\ude00\u4e2d".repeat(random.nextInt(30)));
            }
            if (random.nextInt(5) == 0) {
                tags = tags.with("", "half \ud83d of a sign");
            }
            all.add(tags.series(metric));
        }
        return all;
    }

    private static void fill(Buckets buckets, List<TimeSeries> series, Random random, long second) {
        for (TimeSeries one : series) {
            for (int period = random.nextInt(4); period > 0; period--) {
                Sink sink = one.metric().type().newSink();
                int samples = 1 << random.nextInt(10);
                for (int i = 0; i < samples; i++) {
                    double value = random.nextInt(20) == 0
                            ? ODD[random.nextInt(ODD.length)]
                            : Math.exp(random.nextGaussian() * 3 + samples % 7);
                    sink.add(one.metric().type() == MetricType.RATE ? random.nextInt(2) : value, i);
                }
                buckets.add(second + random.nextInt(12), one, sink);
            }
        }
    }

    @Test
    void lengthsOfEverySize_areTold() {
        Wire wire = new Wire();
        for (int length : new int[] {1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152}) {
            String text = "t".repeat(length);
            wire.clear();
            wire.text(1, text);

            byte[] expected = dev.stampede.output.cloud.proto.MetricSet.newBuilder()
                    .setTestRunId(text)
                    .build()
                    .toByteArray();
            assertThat(Arrays.copyOf(wire.bytes(), wire.size())).isEqualTo(expected);
        }
    }

    @Test
    void numbersOfEverySize_areWritten() {
        Wire wire = new Wire();
        for (int bits = 0; bits < 64; bits++) {
            for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits)}) {
                wire.clear();
                wire.varint(1, value);

                byte[] expected =
                        Timestamp.newBuilder().setSeconds(value).build().toByteArray();
                assertThat(Arrays.copyOf(wire.bytes(), wire.size())).isEqualTo(expected);
            }
        }
    }
}
