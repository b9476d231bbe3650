/**
 * Metrics in k6's model: types, tags, time series, sinks, and the striped recorder that every sample goes through.
 * Depends on nothing but the clock.
 */
@NullMarked
package dev.stampede.metrics;

import org.jspecify.annotations.NullMarked;
