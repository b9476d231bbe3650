/**
 * The virtual user's HTTP client: requests, redirects, cookies, and the samples of each round trip. How bytes travel is
 * behind {@code Transport}.
 */
@NullMarked
package dev.stampede.http;

import org.jspecify.annotations.NullMarked;
