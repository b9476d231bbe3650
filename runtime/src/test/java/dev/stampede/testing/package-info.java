/** What tests of several packages share. */
@NullMarked
package dev.stampede.testing;

import org.jspecify.annotations.NullMarked;
