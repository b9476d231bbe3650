@NullMarked
package dev.stampede.grpc;

import org.jspecify.annotations.NullMarked;
