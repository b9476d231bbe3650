package dev.stampede.feed;

import dev.stampede.Vu;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@link FeedPolicy#RANDOM}. */
final class RandomDealer<T> implements Dealer<T> {
    private final Rows<T> rows;
    private final RandomGenerator random;
    private final List<T> all = new ArrayList<>();
    private boolean read;

    RandomDealer(Rows<T> rows, RandomGenerator random) {
        this.rows = rows;
        this.random = random;
    }

    @Override
    public @Nullable T deal(Vu vu) throws InterruptedException {
        while (!read) {
            T row = rows.next();
            if (row == null) {
                read = true;
            } else {
                all.add(row);
            }
        }
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }
}
