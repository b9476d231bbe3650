/**
 * What a load test is made of, as a tar file that a person can open: its options, sources, resources and compiled classes,
 * for outputs that keep them beside the results. Nothing secret and nothing above a size limit goes in.
 */
@NullMarked
package dev.stampede.archive;

import org.jspecify.annotations.NullMarked;
