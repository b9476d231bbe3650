package dev.stampede.feed;

/** Which row of the data a virtual user gets. */
public enum FeedPolicy {
    /**
     * The next row, and after the last one the first again. A source of up to 1000 rows is read once
     * and its rows are kept; a longer one is opened anew for each round.
     */
    CIRCULAR,

    /**
     * The next row, each only once in the whole run: when the run is divided by execution segments, each of its processes
     * takes the rows that are its own. Runs dry after the last row. For what can be used only once, such as a voucher.
     */
    UNIQUE,

    /**
     * Any row, drawn with a seed: the same seed draws the same rows in the same order. A process of an execution segment
     * draws a sequence of its own. Holds all rows in memory.
     */
    RANDOM,

    /**
     * The same row in all iterations of a virtual user: the first row for the virtual user with the id 1, and so on. Runs
     * dry when there are more virtual users than rows. For what a virtual user is, such as its account. The rows up to
     * that of the highest virtual user are held in memory.
     */
    PER_VU
}
