@NullMarked
package dev.stampede.benchmarks.load;

import org.jspecify.annotations.NullMarked;
