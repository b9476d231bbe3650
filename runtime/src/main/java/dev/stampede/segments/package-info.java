/** How a load is divided among several processes: execution segments. Pure arithmetic. */
@NullMarked
package dev.stampede.segments;

import org.jspecify.annotations.NullMarked;
