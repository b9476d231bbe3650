package dev.stampede.testing;

/**
 * How many bytes may be allocated for what is done most often: the figures of every test that holds allocation down. Unlike
 * time it is the same on every machine, but for what another release of Java or of a library does; what is measured with
 * OpenJDK 25 stands beside what is allowed. Who makes something cheaper lowers its figure.
 */
public final class AllowedBytes {
    /** One sample of a series that is known. */
    public static final long SAMPLE = 0;

    /** All samples of one HTTP iteration: of a round trip, its data, a check and the iteration itself, tags included. */
    public static final long SAMPLES_OF_AN_ITERATION = 0;

    /** Passing on a second, however many series it has: 130 to 700. */
    public static final long DRAIN = 1_000;

    /** A GET over a kept connection, samples included: near 1,200. */
    public static final long PLAIN_GET = 2_000;

    /** The same over OkHttp: near 8,800, nearly all of it OkHttp's. */
    public static final long PLAIN_GET_OVER_OKHTTP = 10_000;

    /** Putting a second's samples of one series into a bucket that is used again: 0.1. */
    public static final double SERIES_GATHERED = 1;

    /** Closing, encoding and compressing one series with 30 samples: 79, of which 77 are what is sent. */
    public static final double SERIES_CLOSED = 120;

    /** A virtual user of a run from its start to its end, which sleeps in its only iteration: near 5,200. */
    public static final double SLEEPING_USER = 7_500;

    private AllowedBytes() {}
}
