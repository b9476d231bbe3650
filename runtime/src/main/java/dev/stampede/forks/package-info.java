/** Threads that a thread of a virtual user starts, and that end with what they are part of. */
@NullMarked
package dev.stampede.forks;

import org.jspecify.annotations.NullMarked;
