/** The way of encoded batches to the service: kept until acknowledged, sent again, counted. */
@NullMarked
package dev.stampede.output.cloud.delivery;

import org.jspecify.annotations.NullMarked;
