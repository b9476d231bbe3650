/**
 * HTTP/1.1 over blocking sockets, for virtual threads: the cheapest way to send what needs no more than that. Knows neither
 * how sockets are made nor what a round trip is recorded as.
 */
@NullMarked
package dev.stampede.http.direct;

import org.jspecify.annotations.NullMarked;
