package dev.stampede;

/**
 * What became of a run's samples on their way to where they are kept. A series counts once for each time it travels, so
 * about once in each aggregation period that it has samples in.
 *
 * @param sentSamples samples that were acknowledged
 * @param sentSeries series that were acknowledged
 * @param retries how often something was sent once more
 * @param spooledSamples samples that are kept on disk, to be pushed later
 * @param spooledSeries series of those
 * @param droppedSamples samples that are lost
 * @param droppedSeries series of those
 */
public record Delivery(
        long sentSamples,
        long sentSeries,
        long retries,
        long spooledSamples,
        long spooledSeries,
        long droppedSamples,
        long droppedSeries) {

    /** Whether every sample has arrived. */
    public boolean isComplete() {
        return spooledSamples == 0 && droppedSamples == 0;
    }
}
