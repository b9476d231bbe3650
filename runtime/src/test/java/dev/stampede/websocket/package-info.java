@NullMarked
package dev.stampede.websocket;

import org.jspecify.annotations.NullMarked;
