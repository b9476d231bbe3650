/** What people see in the console: banner, progress line, end-of-test summary, in k6's layout. */
@NullMarked
package dev.stampede.summary;

import org.jspecify.annotations.NullMarked;
