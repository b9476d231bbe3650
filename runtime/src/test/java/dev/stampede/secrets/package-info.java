@NullMarked
package dev.stampede.secrets;

import org.jspecify.annotations.NullMarked;
