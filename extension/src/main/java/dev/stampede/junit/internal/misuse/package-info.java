/** Fails load tests that are declared so that JUnit would pass them over. */
@NullMarked
package dev.stampede.junit.internal.misuse;

import org.jspecify.annotations.NullMarked;
