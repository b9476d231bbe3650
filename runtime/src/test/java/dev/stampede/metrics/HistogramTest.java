package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    private static final int LAST_BUCKET = 7295;

    @ParameterizedTest
    @CsvFileSource(resources = "/histogram_vectors.csv", numLinesToSkip = 1)
    void indexOf_isTheBucketOfK6(double value, int bucket) {
        assertThat(Histogram.indexOf(value)).isEqualTo(bucket);
    }

    @Test
    void upperBound_isTheLastValueOfItsBucket() {
        for (int i = 0; i <= LAST_BUCKET; i++) {
            double bound = Histogram.upperBound(i);
            assertThat(Histogram.indexOf(bound)).as("bucket of bound %d", i).isEqualTo(i);
            if (i < LAST_BUCKET) {
                assertThat(bound).isLessThan(Histogram.upperBound(i + 1));
                assertThat(Histogram.indexOf(bound + bound * 1e-9 + 1e-9))
                        .as("bucket just above bound %d", i)
                        .isEqualTo(i + 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 999, 20_000})
    void quantile_isWithinABucketOfTheExactOne(int size) {
        double[] values = random(size, 42).exponential(20);
        Histogram histogram = of(values);
        Arrays.sort(values);

        for (double share : new double[] {0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1}) {
            double exact = exact(values, share);
            assertThat(histogram.quantile(share))
                    .as("quantile %s of %d values", share, size)
                    .isCloseTo(exact, within(Math.max(Histogram.RESOLUTION, exact / 128)));
        }
    }

    @Test
    void quantile_withNegativeValues_staysInRangeAndAscends() {
        Histogram histogram = of(-8, -4, -2, 1, 5);

        assertThat(histogram.tooLow()).isEqualTo(3);
        assertThat(histogram.quantile(0)).isEqualTo(-8);
        assertThat(histogram.quantile(1)).isEqualTo(5);
        assertThat(histogram.average()).isEqualTo(-1.6);
        double previous = -8;
        for (double share = 0; share <= 1; share += 0.01) {
            double value = histogram.quantile(share);
            assertThat(value).isGreaterThanOrEqualTo(previous).isLessThanOrEqualTo(5);
            previous = value;
        }
    }

    @Test
    void allNegative_keepsTrueMaximum() {
        Histogram histogram = of(-3, -1, -2);

        assertThat(histogram.min()).isEqualTo(-3);
        assertThat(histogram.max()).isEqualTo(-1);
        assertThat(histogram.lastIndex()).isLessThan(histogram.firstIndex());
        assertThat(histogram.quantile(0.5)).isBetween(-3.0, -1.0);
    }

    @Test
    void hugeValues_areCountedWithoutABucket() {
        Histogram histogram = of(1, 1e300, Double.POSITIVE_INFINITY);

        assertThat(histogram.count()).isEqualTo(3);
        assertThat(histogram.tooHigh()).isEqualTo(2);
        assertThat(histogram.max()).isInfinite();
        assertThat(histogram.quantile(0)).isEqualTo(1);
        assertThat(histogram.lastIndex()).isEqualTo(Histogram.indexOf(1));
    }

    @Test
    void empty_readsAsZero() {
        Histogram histogram = new Histogram();

        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.min()).isZero();
        assertThat(histogram.max()).isZero();
        assertThat(histogram.average()).isZero();
        assertThat(histogram.firstIndex()).isGreaterThan(histogram.lastIndex());
    }

    @Test
    void merge_isTheSameAsAddingAll() {
        Histogram all = new Histogram();
        Histogram merged = new Histogram();
        for (int part = 0; part < 20; part++) {
            double[] values = random(500, part).exponential(Math.pow(10, part % 7 - 2));
            values[0] = -part;
            for (double value : values) {
                all.add(value);
            }
            merged.merge(of(values));
        }
        merged.merge(new Histogram());

        assertSameBuckets(merged, all);
        assertThat(merged.sum()).isCloseTo(all.sum(), within(1e-6));
        assertThat(merged.tooLow()).isEqualTo(all.tooLow());
    }

    /** The window slides to and fro, grows and is emptied; a plain array has the truth. */
    @Test
    void buckets_stayTrueWhateverTheOrderOfValues() {
        Random random = new Random(7);
        Histogram histogram = new Histogram();
        for (int round = 0; round < 300; round++) {
            long[] expected = new long[LAST_BUCKET + 1];
            double centre = Math.pow(10, random.nextInt(10) - 3);
            for (int i = 0; i < 60; i++) {
                double value = centre * Math.exp(random.nextGaussian() * (round % 5));
                histogram.add(value);
                expected[Histogram.indexOf(value)]++;
            }
            for (int i = histogram.firstIndex(); i <= histogram.lastIndex(); i++) {
                assertThat(histogram.countAt(i)).isEqualTo(expected[i]);
                expected[i] = 0;
            }
            assertThat(expected).containsOnly(0);
            histogram.clear();
        }
    }

    @Test
    void clear_forgetsAll() {
        Histogram histogram = of(-1, 0, 5, 1e300);

        histogram.clear();
        histogram.add(7);

        assertSameBuckets(histogram, of(7));
        assertThat(histogram.tooLow()).isZero();
        assertThat(histogram.tooHigh()).isZero();
        assertThat(histogram.min()).isEqualTo(7);
    }

    @Test
    void cleared_takesTurnsBetweenSmallAndLargeValuesWithoutNewMemory() {
        Histogram histogram = new Histogram();
        double[] centres = {0.01, 20, 5_000, 900_000};
        Runnable round = () -> {
            for (double centre : centres) {
                for (int i = 0; i < 50; i++) {
                    histogram.add(centre * (1 + i % 7));
                }
                histogram.clear();
            }
        };
        round.run();

        assertThat(Allocations.of(round)).isZero();
    }

    private static void assertSameBuckets(Histogram actual, Histogram expected) {
        assertThat(actual.count()).isEqualTo(expected.count());
        assertThat(actual.min()).isEqualTo(expected.min());
        assertThat(actual.max()).isEqualTo(expected.max());
        assertThat(actual.firstIndex()).isEqualTo(expected.firstIndex());
        assertThat(actual.lastIndex()).isEqualTo(expected.lastIndex());
        for (int i = expected.firstIndex(); i <= expected.lastIndex(); i++) {
            assertThat(actual.countAt(i)).isEqualTo(expected.countAt(i));
        }
    }

    private static Histogram of(double... values) {
        Histogram histogram = new Histogram();
        for (double value : values) {
            histogram.add(value);
        }
        return histogram;
    }

    /** As k6 does it, over all values. */
    private static double exact(double[] sorted, double share) {
        double rank = share * (sorted.length - 1);
        double low = sorted[(int) Math.floor(rank)];
        double high = sorted[(int) Math.ceil(rank)];
        return low + (high - low) * (rank - Math.floor(rank));
    }

    private static RandomValues random(int size, long seed) {
        return mean -> new Random(seed)
                .doubles(size)
                .map(uniform -> -mean * Math.log(1 - uniform))
                .toArray();
    }

    private interface RandomValues {
        double[] exponential(double mean);
    }
}
