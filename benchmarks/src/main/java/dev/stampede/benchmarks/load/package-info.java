/** Load tests for side-by-side runs: what users write, run by the command line. */
@NullMarked
package dev.stampede.benchmarks.load;

import org.jspecify.annotations.NullMarked;
