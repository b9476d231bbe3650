package dev.stampede.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the shares of any sequence: they are all there is, once. */
class SharePropertyTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void scale_addsUpAndNeverFalls(long seed) {
        Random random = new Random(seed);
        List<Share> shares = RandomShares.of(random);
        long[] values = LongStream.concat(LongStream.range(0, 200), random.longs(50, 0, 1_000_000_000_000L))
                .sorted()
                .toArray();

        for (long value : values) {
            assertThat(shares.stream().mapToLong(s -> s.scale(value)).sum())
                    .as("sum of the parts of %d in %s, seed %d", value, shares, seed)
                    .isEqualTo(value);
        }
        for (Share share : shares) {
            assertThat(Arrays.stream(values).map(share::scale))
                    .as("parts of %s, seed %d", share, seed)
                    .isSorted();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void scale_isNeverOffByMoreThanThereAreShares(long seed) {
        Random random = new Random(seed);
        List<Share> shares = RandomShares.of(random);

        for (long value : random.longs(50, 0, 1_000_000).toArray()) {
            for (Share share : shares) {
                assertThat(share.scale(value) - value * share.fraction())
                        .as("what %s has of %d in %s, seed %d", share, value, shares, seed)
                        .isBetween(-(double) shares.size(), (double) shares.size());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void numbers_haveOneOwner(long seed) {
        List<Share> shares = RandomShares.of(new Random(seed));
        int upTo = 3_000;
        BitSet seen = new BitSet();

        for (Share share : shares) {
            long before = -1;
            for (long local = 0; share.global(local) < upTo; local++) {
                long global = share.global(local);
                assertThat(global)
                        .as("number %d of %s, seed %d", local, share, seed)
                        .isGreaterThan(before);
                assertThat(seen.get((int) global))
                        .as("%d has an owner besides %s, seed %d", global, share, seed)
                        .isFalse();
                assertThat(share.owns(global))
                        .as("%s owns %d, seed %d", share, global, seed)
                        .isTrue();
                assertThat(share.scale(global))
                        .as("%s below %d, seed %d", share, global, seed)
                        .isEqualTo(local);
                seen.set((int) global);
                before = global;
            }
        }

        assertThat(seen.cardinality())
                .as("numbers with an owner, seed %d", seed)
                .isEqualTo(upTo);
        for (long global = 0; global < upTo; global++) {
            long number = global;
            assertThat(shares.stream().filter(s -> s.owns(number)).count())
                    .as("owners of %d in %s, seed %d", global, shares, seed)
                    .isOne();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void inProportionTo_addsUpAsWell(long seed) {
        Random random = new Random(seed);
        List<Share> shares = RandomShares.of(random);
        int vus = random.nextInt(1, 300);
        List<Share> working = shares.stream()
                .filter(s -> s.scale(vus) > 0)
                .map(s -> s.inProportionTo(vus))
                .toList();
        List<Integer> users =
                shares.stream().map(s -> s.scale(vus)).filter(n -> n > 0).toList();

        assertThat(working.stream().mapToDouble(Share::fraction).sum())
                .as("fractions of %s, seed %d", working, seed)
                .isCloseTo(1, within(1e-9));
        for (long value : random.longs(50, 0, 1_000_000).toArray()) {
            assertThat(working.stream().mapToLong(s -> s.scale(value)).sum())
                    .as("sum of the parts of %d in %s, seed %d", value, working, seed)
                    .isEqualTo(value);
        }
        // of as many as there are users, everyone has as many as users
        IntStream.range(0, working.size())
                .forEach(i -> assertThat(working.get(i).scale(vus))
                        .as("part of %d of %s, seed %d", vus, working.get(i), seed)
                        .isEqualTo(users.get(i)));
    }
}
