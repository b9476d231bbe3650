package dev.stampede.feed;

import dev.stampede.Vu;
import dev.stampede.segments.Share;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link FeedPolicy#PER_VU}. Of the rows read so far it keeps those of the virtual users that this process may run. */
final class PerVuDealer<T> implements Dealer<T> {
    private final Rows<T> rows;
    private final Share share;
    private final Map<Long, T> kept = new HashMap<>();
    private long read;
    private boolean ended;

    PerVuDealer(Rows<T> rows, Share share) {
        this.rows = rows;
        this.share = share;
    }

    @Override
    public @Nullable T deal(Vu vu) throws InterruptedException {
        long wanted = vu.id() - 1L;
        while (read <= wanted && !ended) {
            T row = rows.next();
            if (row == null) {
                ended = true;
            } else {
                if (share.owns(read)) {
                    kept.put(read, row);
                }
                read++;
            }
        }
        return kept.get(wanted);
    }
}
