package dev.stampede.logs;

/** One logging library's lines. */
interface Tap {

    /** Begins to pass on lines to {@link Taps#logged}. */
    void open();

    /** Leaves the library as it was. */
    void close();
}
