/** The cloud's protocol: what generators call to open runs, push to them and close them. */
@NullMarked
package dev.stampede.results.cloud;

import org.jspecify.annotations.NullMarked;
