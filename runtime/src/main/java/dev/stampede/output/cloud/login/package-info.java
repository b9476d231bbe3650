/** Logging in to the service, and k6's own config file, which keeps what login finds out. */
@NullMarked
package dev.stampede.output.cloud.login;

import org.jspecify.annotations.NullMarked;
