/**
 * Where results go: the contract every output keeps. An output sees aggregated samples, never single ones, on the thread
 * that drains the recorder.
 */
@NullMarked
package dev.stampede.output;

import org.jspecify.annotations.NullMarked;
