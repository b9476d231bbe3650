package dev.stampede.feed;

import dev.stampede.Vu;
import dev.stampede.segments.Share;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Deals the rows as one policy does. Used by one thread at a time. */
interface Dealer<T> {

    /** The virtual user's row; null when there is none for it. */
    @Nullable
    T deal(Vu vu) throws InterruptedException;

    static <T> Dealer<T> of(FeedOptions options, Share share, Rows<T> rows) {
        return switch (options.policy()) {
            case CIRCULAR -> new CircularDealer<>(rows);
            case UNIQUE -> new UniqueDealer<>(rows, share);
            case RANDOM -> new RandomDealer<>(rows, generator(options.seed(), share));
            case PER_VU -> new PerVuDealer<>(rows, share);
        };
    }

    /** The algorithm is part of the contract: a seed must mean the same on any machine and in any Java. */
    private static RandomGenerator generator(long seed, Share share) {
        return new java.util.Random(
                share.isWhole() ? seed : seed ^ share.toString().hashCode());
    }
}
