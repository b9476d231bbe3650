/** Load tests a reader would copy, all aimed at the small shop in {@link dev.stampede.examples.shop}. */
@NullMarked
package dev.stampede.examples;

import org.jspecify.annotations.NullMarked;
