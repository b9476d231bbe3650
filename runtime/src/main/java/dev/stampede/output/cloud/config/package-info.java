/** Settings of the cloud output: keys, where they come from, what they must be like. */
@NullMarked
package dev.stampede.output.cloud.config;

import org.jspecify.annotations.NullMarked;
