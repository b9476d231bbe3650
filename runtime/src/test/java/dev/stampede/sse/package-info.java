@NullMarked
package dev.stampede.sse;

import org.jspecify.annotations.NullMarked;
