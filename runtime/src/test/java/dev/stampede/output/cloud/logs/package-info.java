@NullMarked
package dev.stampede.output.cloud.logs;

import org.jspecify.annotations.NullMarked;
