/** What was measured in a run: pushes of any number of generators, merged, in bounded memory. */
@NullMarked
package dev.stampede.results.figures;

import org.jspecify.annotations.NullMarked;
