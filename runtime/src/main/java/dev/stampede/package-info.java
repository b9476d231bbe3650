/** What the body of a load test sees: the virtual user, its HTTP client and the result of the run. */
@NullMarked
package dev.stampede;

import org.jspecify.annotations.NullMarked;
