/** The results service beside load tests: in the JVM that runs them, shared with others that do, and reports of single runs. */
@NullMarked
package dev.stampede.results.embedded;

import org.jspecify.annotations.NullMarked;
