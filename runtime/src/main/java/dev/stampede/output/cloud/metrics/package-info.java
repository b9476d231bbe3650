/** The way of samples from seconds to encoded batches: buckets, aggregation, the protocol's messages. */
@NullMarked
package dev.stampede.output.cloud.metrics;

import org.jspecify.annotations.NullMarked;
