/** Threshold expressions and their evaluation over the run's sinks, as k6 does it. */
@NullMarked
package dev.stampede.thresholds;

import org.jspecify.annotations.NullMarked;
