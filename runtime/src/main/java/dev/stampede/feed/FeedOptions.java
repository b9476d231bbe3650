package dev.stampede.feed;

import static java.util.Objects.requireNonNull;

/**
 * How rows are handed out. Immutable.
 *
 * @param name of the data, as messages begin with it: such as {@code the data of @CsvSource on CheckoutLoad.checkout()}
 * @param policy which row a virtual user gets
 * @param seed what {@link FeedPolicy#RANDOM} draws with; the others do not use it
 * @param whenDry what happens when there is no row left; {@link FeedPolicy#CIRCULAR} and {@link FeedPolicy#RANDOM} never run
 *     dry
 */
public record FeedOptions(String name, FeedPolicy policy, long seed, WhenDry whenDry) {

    /** Checks that nothing is missing. */
    public FeedOptions {
        requireNonNull(name, "name");
        requireNonNull(policy, "policy");
        requireNonNull(whenDry, "whenDry");
    }

    /** With the seed 1, and the end of the scenario when there is no row left. */
    public FeedOptions(String name, FeedPolicy policy) {
        this(name, policy, 1, WhenDry.END_SCENARIO);
    }
}
