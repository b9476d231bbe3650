/** The results service as a program of its own. */
@NullMarked
package dev.stampede.results.cli;

import org.jspecify.annotations.NullMarked;
