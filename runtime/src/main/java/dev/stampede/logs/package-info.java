/**
 * Takes the lines of whatever a test logs with: {@code System.Logger}, {@code java.util.logging}, Logback and Log4j, while a
 * run has an output that wants them. Knows of virtual users only what it is told.
 */
@NullMarked
package dev.stampede.logs;

import org.jspecify.annotations.NullMarked;
