/** Virtual users and what drives them: load profiles, executors, pacing, stop rules. Semantics of k6's executors. */
@NullMarked
package dev.stampede.engine;

import org.jspecify.annotations.NullMarked;
