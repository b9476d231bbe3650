/** The Jupiter extension behind the annotations. Not for use by tests: it may change at any time. */
@NullMarked
package dev.stampede.junit.internal;

import org.jspecify.annotations.NullMarked;
