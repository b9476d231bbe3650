/**
 * Puts a run together: options, virtual users, thresholds, outputs, summary. What the JUnit extension calls, and what a
 * program without JUnit may call too.
 */
@NullMarked
package dev.stampede.run;

import org.jspecify.annotations.NullMarked;
