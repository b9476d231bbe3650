/** A small web shop on a real HTTP server, with realistic latencies and a payment provider that is sometimes busy. */
@NullMarked
package dev.stampede.examples.shop;

import org.jspecify.annotations.NullMarked;
