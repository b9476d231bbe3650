/**
 * Measures Apache HttpClient 5 (classic): {@link dev.stampede.http.apache.ApacheHttp#newBuilder(dev.stampede.Http)} in place
 * of {@code HttpClientBuilder.create()}. Loaded by nobody who does not have that client.
 *
 * <p>A handler in the client's chain sees every request that gets a connection, so redirects, second tries and challenges
 * are round trips of their own; the virtual user's sockets under its connections tell when bytes went, and how many.
 */
@NullMarked
package dev.stampede.http.apache;

import org.jspecify.annotations.NullMarked;
