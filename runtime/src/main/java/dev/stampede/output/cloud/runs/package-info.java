/** Runs in the cloud: how they are opened and closed, and the journal by which somebody else can close them. */
@NullMarked
package dev.stampede.output.cloud.runs;

import org.jspecify.annotations.NullMarked;
