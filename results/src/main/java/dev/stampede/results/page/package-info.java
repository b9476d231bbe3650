/** The page: the files a browser asks for, and the report that carries all of them in one. */
@NullMarked
package dev.stampede.results.page;

import org.jspecify.annotations.NullMarked;
