/** What generators send, as the cloud protocol has it: read, and refused with the service's shapes of errors when it is wrong. */
@NullMarked
package dev.stampede.results.wire;

import org.jspecify.annotations.NullMarked;
