@NullMarked
package dev.stampede.engine;

import org.jspecify.annotations.NullMarked;
