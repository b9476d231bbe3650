/**
 * The results service: speaks the cloud's protocol, keeps runs in a folder and shows them on a page. Inside a test's JVM or on its
 * own.
 */
@NullMarked
package dev.stampede.results;

import org.jspecify.annotations.NullMarked;
