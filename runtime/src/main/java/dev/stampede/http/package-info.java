/**
 * The virtual user's HTTP client: requests, redirects, cookies, errors, and the samples of each round trip. How bytes
 * travel is behind {@link dev.stampede.http.Transport}, which makes one round trip at a time and knows of none of these.
 *
 * <p>Two value types of OkHttp are used here, {@code HttpUrl} and {@code Cookie}: they hold the rules of URLs and of RFC
 * 6265, and neither opens a connection. Its client is known to {@code dev.stampede.http.okhttp} alone.
 */
@NullMarked
package dev.stampede.http;

import org.jspecify.annotations.NullMarked;
