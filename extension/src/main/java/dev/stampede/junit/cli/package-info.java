/** The command line: runs load tests without a build tool, with k6's flags and exit codes. Only {@code Main} is for use. */
@NullMarked
package dev.stampede.junit.cli;

import org.jspecify.annotations.NullMarked;
