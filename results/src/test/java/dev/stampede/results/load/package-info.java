/** Load generators for tests: what they push, and how. */
@NullMarked
package dev.stampede.results.load;

import org.jspecify.annotations.NullMarked;
