@NullMarked
package dev.stampede.logs;

import org.jspecify.annotations.NullMarked;
