/**
 * Server-sent events of a virtual user. A load test takes {@link dev.stampede.sse.ServerSentEvents} as a parameter, as it takes
 * {@code Http}. The request is a call of the virtual user's OkHttp client like any other, with {@code http_*} samples when it
 * is over; its body is read on the virtual user's thread, which waits at no cost, so there is no reader with a thread of its
 * own, and no library for it.
 */
@NullMarked
package dev.stampede.sse;

import org.jspecify.annotations.NullMarked;
