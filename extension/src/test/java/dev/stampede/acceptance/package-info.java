/** Load tests as their users write them, run by JUnit inside JUnit. */
@NullMarked
package dev.stampede.acceptance;

import org.jspecify.annotations.NullMarked;
