/** Which proxies calls go through, as this machine is set up: for the load and for calls to the cloud alike. */
@NullMarked
package dev.stampede.proxies;

import org.jspecify.annotations.NullMarked;
