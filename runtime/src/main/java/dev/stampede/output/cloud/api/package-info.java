/** Calls to the service: requests, attempts, replies, error texts. Knows no setting and no run. */
@NullMarked
package dev.stampede.output.cloud.api;

import org.jspecify.annotations.NullMarked;
