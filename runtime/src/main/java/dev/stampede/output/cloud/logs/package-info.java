/** Logs of a run, pushed as Loki takes them. Knows calls and open runs only. (k6: {@code internal/log/loki.go}.) */
@NullMarked
package dev.stampede.output.cloud.logs;

import org.jspecify.annotations.NullMarked;
