package dev.stampede.feed;

import dev.stampede.Vu;
import dev.stampede.segments.Share;
import org.jspecify.annotations.Nullable;

/** {@link FeedPolicy#UNIQUE}. Not asked any more once it has run dry. */
final class UniqueDealer<T> implements Dealer<T> {
    private final Rows<T> rows;
    private final Share share;
    private long number;

    UniqueDealer(Rows<T> rows, Share share) {
        this.rows = rows;
        this.share = share;
    }

    @Override
    public @Nullable T deal(Vu vu) throws InterruptedException {
        T row = rows.next();
        while (row != null && !share.owns(number++)) {
            row = rows.next();
        }
        return row;
    }
}
