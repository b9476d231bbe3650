package dev.stampede.feed;

import dev.stampede.Vu;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link FeedPolicy#CIRCULAR}. */
final class CircularDealer<T> implements Dealer<T> {
    private final Rows<T> rows;
    private final List<T> kept = new ArrayList<>();
    private boolean tooManyToKeep;
    private boolean allKept;
    private int next;

    CircularDealer(Rows<T> rows) {
        this.rows = rows;
    }

    @Override
    public @Nullable T deal(Vu vu) throws InterruptedException {
        if (!allKept) {
            T row = rows.next();
            if (row != null) {
                keep(row);
                return row;
            }
            if (tooManyToKeep) {
                return rows.next();
            }
            allKept = true;
        }
        if (kept.isEmpty()) {
            return null;
        }
        T row = kept.get(next);
        next = (next + 1) % kept.size();
        return row;
    }

    private void keep(T row) {
        if (!tooManyToKeep) {
            if (kept.size() < Feeder.KEPT_ROWS) {
                kept.add(row);
            } else {
                tooManyToKeep = true;
                kept.clear();
            }
        }
    }
}
