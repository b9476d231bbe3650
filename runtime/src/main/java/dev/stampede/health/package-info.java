/** Whether this process could drive the load: what it measures of itself, and what that says about a run. */
@NullMarked
package dev.stampede.health;

import org.jspecify.annotations.NullMarked;
