@NullMarked
package dev.stampede.run;

import org.jspecify.annotations.NullMarked;
