package dev.stampede.summary;

/** Signs that the summary and the progress line share. */
final class Marks {
    static final String TITLE = "\u2588";
    static final String BELOW = "\u21b3";
    static final String PASS = "\u2713";
    static final String FAIL = "\u2717";
    static final String WAITING = "\u2022";
    static final String STOPPING = "\u2193";

    private Marks() {}
}
