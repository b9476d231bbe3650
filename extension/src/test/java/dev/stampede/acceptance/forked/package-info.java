/** Load tests in JVMs of their own, as Maven, JUnit's console launcher and the command line start them, and what ends them. */
@NullMarked
package dev.stampede.acceptance.forked;

import org.jspecify.annotations.NullMarked;
