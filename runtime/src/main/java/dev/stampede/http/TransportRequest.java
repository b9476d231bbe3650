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
 * @param body null when there is none
 * @param keepBody whether the response's body is wanted; else it is read and dropped
 * @param deadlineNanos by {@link System#nanoTime()}; {@link #NO_DEADLINE} for none
 */
public record TransportRequest(
        String method,
        HttpUrl url,
        HeaderList headers,
        @Nullable Payload body,
        boolean keepBody,
        long deadlineNanos) {

    /** No limit. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;
}
