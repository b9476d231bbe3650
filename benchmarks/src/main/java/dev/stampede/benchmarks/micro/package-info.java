/** JMH benchmarks of what happens within a request or a sample. Those that need package-private classes are in their packages. */
@NullMarked
package dev.stampede.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
