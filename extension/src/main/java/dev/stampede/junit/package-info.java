/** Load tests as JUnit tests: the annotations, and the Jupiter extension behind them. */
@NullMarked
package dev.stampede.junit;

import org.jspecify.annotations.NullMarked;
