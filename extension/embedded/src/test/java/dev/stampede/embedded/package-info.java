/** Load tests with the results service on the class path. */
@NullMarked
package dev.stampede.embedded;

import org.jspecify.annotations.NullMarked;
