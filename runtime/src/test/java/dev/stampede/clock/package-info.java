@NullMarked
package dev.stampede.clock;

import org.jspecify.annotations.NullMarked;
