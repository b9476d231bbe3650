/** Time as the engine sees it, so that tests can make it pass. */
@NullMarked
package dev.stampede.clock;

import org.jspecify.annotations.NullMarked;
