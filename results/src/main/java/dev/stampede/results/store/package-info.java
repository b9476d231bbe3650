/**
 * Runs on disk: one folder each, of files that are only appended to or replaced as a whole. Whatever the process dies of, what was
 * written up to the last whole record is there; a folder can be copied, and looked at elsewhere.
 */
@NullMarked
package dev.stampede.results.store;

import org.jspecify.annotations.NullMarked;
