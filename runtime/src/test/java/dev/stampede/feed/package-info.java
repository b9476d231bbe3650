@NullMarked
package dev.stampede.feed;

import org.jspecify.annotations.NullMarked;
