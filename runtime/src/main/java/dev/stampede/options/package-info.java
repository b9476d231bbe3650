/**
 * Every way to say what a load test is, read into one kind of layer: a file of k6 options, annotations, configuration
 * parameters, environment variables, flags. Layers are merged as k6 merges its own, each value with its source, and checked;
 * then they become calls of {@link dev.stampede.run.LoadOptions.Builder}. Nothing here asks the process for anything:
 * environment, parameters and texts are arguments.
 */
@NullMarked
package dev.stampede.options;

import org.jspecify.annotations.NullMarked;
