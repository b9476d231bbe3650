/** Tells the cloud of traced requests, beside the metrics: messages, the call that takes them, queue and retries. */
@NullMarked
package dev.stampede.output.cloud.traces;

import org.jspecify.annotations.NullMarked;
