/** Distributed tracing: ids of traces, the headers that carry them, and which traced round trips are kept as examples. */
@NullMarked
package dev.stampede.traces;

import org.jspecify.annotations.NullMarked;
