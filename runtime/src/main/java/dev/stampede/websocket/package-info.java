/**
 * WebSockets of a virtual user, with k6's {@code ws_*} metrics. A load test takes {@link dev.stampede.websocket.WebSockets} as
 * a parameter, as it takes {@code Http}: it belongs to the virtual user, and nobody has to hand it a context that could be
 * another user's. Calls block, which costs a virtual thread nothing.
 *
 * <p>The handshake is a call of OkHttp on the virtual user's thread, and frames are read and written by OkHttp's own classes.
 * Its {@code WebSocket} is not used: it has no pings of the caller's, and writes each message on a platform thread.
 */
@NullMarked
package dev.stampede.websocket;

import org.jspecify.annotations.NullMarked;
