package dev.stampede.http;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One request, ready to be written: the transport adds nothing but what frames it ({@code Host} and
 * {@code Content-Length} where they are missing).
 *
 * @param method in capital letters
 * @param url where to; its user information is not to be sent
 * @param headers not to be changed
 * @param body not to be changed; null when there is none
 * @param deadlineNanos by {@link System#nanoTime()}; {@link #NO_DEADLINE} for none
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record TransportRequest(
        String method, HttpUrl url, HeaderList headers, byte @Nullable [] body, long deadlineNanos) {

    /** No limit. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;
}
