/** Feeders: rows of data that are handed to virtual users. */
@NullMarked
package dev.stampede.feed;

import org.jspecify.annotations.NullMarked;
