/** A small Spring Boot application, a box office, and the load test of it. */
@NullMarked
package dev.stampede.examples.spring;

import org.jspecify.annotations.NullMarked;
