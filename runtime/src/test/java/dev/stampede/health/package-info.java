@NullMarked
package dev.stampede.health;

import org.jspecify.annotations.NullMarked;
