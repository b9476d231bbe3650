/** The secrets of a run: looks them up, and keeps them out of everything that leaves. */
@NullMarked
package dev.stampede.secrets;

import org.jspecify.annotations.NullMarked;
