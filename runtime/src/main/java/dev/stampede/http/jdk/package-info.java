/**
 * Measures {@link java.net.http.HttpClient}: {@link dev.stampede.http.jdk.JdkHttp#newBuilder(dev.stampede.Http)} in place of
 * {@code HttpClient.newBuilder()}.
 *
 * <p>The JDK's client does not say when it looks up, connects, shakes hands or writes, and takes no sockets from outside.
 * What can be known is when a round trip began, when its response's headers came, and when its body was over; so {@code
 * waiting} is all up to the headers, {@code receiving} the rest, and everything else is 0, {@code data_sent} and {@code
 * data_received} included.
 */
@NullMarked
package dev.stampede.http.jdk;

import org.jspecify.annotations.NullMarked;
