/** What load is aimed at where there is no nginx, or where arrivals are to be timed. */
@NullMarked
package dev.stampede.benchmarks.server;

import org.jspecify.annotations.NullMarked;
