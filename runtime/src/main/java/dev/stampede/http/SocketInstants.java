package dev.stampede.http;

/** When things happened on a TCP socket, in {@link System#nanoTime()}; 0 means not yet. Of use to the thread that uses it. */
public interface SocketInstants {

    /** When connecting began. */
    long connectStart();

    /** When it was connected. */
    long connectDone();

    /** When the last write ended. */
    long lastWrite();

    /** When the first bytes after the last write came. */
    long firstRead();
}
