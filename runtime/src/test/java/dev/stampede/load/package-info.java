/** Programs that put load on something and measure themselves; started by hand. */
@NullMarked
package dev.stampede.load;

import org.jspecify.annotations.NullMarked;
