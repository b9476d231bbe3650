@NullMarked
package dev.stampede.options;

import org.jspecify.annotations.NullMarked;
