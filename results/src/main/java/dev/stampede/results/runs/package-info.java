/** The runs of this service: how they are opened, what is taken of them, how they end. */
@NullMarked
package dev.stampede.results.runs;

import org.jspecify.annotations.NullMarked;
