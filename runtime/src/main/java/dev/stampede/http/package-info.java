/**
 * The virtual user's HTTP client: requests, redirects, cookies, errors, and the samples of each round trip. How bytes
 * travel is behind {@link dev.stampede.http.Transport}, which makes one round trip at a time and knows of none of these.
 *
 * <p>Two value types of OkHttp are used here, {@code HttpUrl} and {@code Cookie}: they hold the rules of URLs and of RFC
 * 6265, and neither opens a connection. Its client is known to {@code dev.stampede.http.okhttp} alone; {@link
 * dev.stampede.http.ClientScope} hands it on. The clients that teams already have are measured by the packages below:
 * {@code jdk}, {@code apache}, {@code spring}. Each makes its client from the virtual user's {@code Http}, which every
 * method with virtual users can have as a parameter and which leads to the one session that records; so a client cannot be
 * measured for nobody, works the same with and without JUnit, and keeps the builder its team configures it with.
 */
@NullMarked
package dev.stampede.http;

import org.jspecify.annotations.NullMarked;
