/** The service's HTTP server: which requests are let in at all, what is read of them, and to whom they are handed. */
@NullMarked
package dev.stampede.results.http;

import org.jspecify.annotations.NullMarked;
