/** Load tests to be found by the name of their package. */
@NullMarked
package dev.stampede.junit.cli.sample;

import org.jspecify.annotations.NullMarked;
