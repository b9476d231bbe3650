/**
 * Streams aggregated samples to Grafana Cloud k6, or to whatever speaks its protocol. Nothing else in the project knows
 * the cloud.
 */
@NullMarked
package dev.stampede.output.cloud;

import org.jspecify.annotations.NullMarked;
