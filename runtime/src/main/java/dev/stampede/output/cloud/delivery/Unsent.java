package dev.stampede.output.cloud.delivery;

import dev.stampede.output.cloud.api.ApiRequest;
import org.jspecify.annotations.Nullable;

/**
 * A batch that the service has not acknowledged: in memory, in the spool, or in both. What changes of it is guarded by the
 * queue it is in, but for {@link #attempts}, which belongs to whoever has taken it.
 */
final class Unsent {
    final long number;
    final int series;
    final long samples;
    final long from;
    final long to;
    final int size;

    /** Null while it is in the spool only. */
    @Nullable
    ApiRequest post;

    /** Null while it is in memory only. */
    @Nullable
    SpoolFile file;

    int attempts;

    Unsent(long number, Batch batch) {
        this.number = number;
        this.series = batch.series();
        this.samples = batch.samples();
        this.from = batch.from();
        this.to = batch.to();
        this.size = batch.post().size();
        this.post = batch.post();
    }
}
