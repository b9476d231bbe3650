/**
 * Measures the gRPC calls of a virtual user, with k6's {@code grpc_*} metrics. A load test takes {@link
 * dev.stampede.grpc.GrpcMeter} as a parameter and gives it to its own stubs: whatever their code generator, channel and
 * transport are, they stay. Needs {@code io.grpc:grpc-api}, which every stub brings; nothing else of ours does.
 */
@NullMarked
package dev.stampede.grpc;

import org.jspecify.annotations.NullMarked;
