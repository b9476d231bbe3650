/** Load tests a reader would copy, aimed at the small shop in {@link dev.stampede.examples.shop}. */
@NullMarked
package dev.stampede.examples;

import org.jspecify.annotations.NullMarked;
