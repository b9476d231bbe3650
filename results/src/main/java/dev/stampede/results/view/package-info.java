/**
 * What the page asks for, as JSON. Figures are read off while the run is held, as plain records, and are written afterwards.
 */
@NullMarked
package dev.stampede.results.view;

import org.jspecify.annotations.NullMarked;
