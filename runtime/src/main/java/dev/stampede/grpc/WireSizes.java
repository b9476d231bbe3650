package dev.stampede.grpc;

import dev.stampede.http.okhttp.HttpSession;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Counts the bytes of messages. Thread-safe. */
final class WireSizes extends ClientStreamTracer.Factory {
    private final ClientStreamTracer tracer;

    WireSizes(HttpSession session) {
        tracer = new ClientStreamTracer() {
            @Override
            public void outboundWireSize(long bytes) {
                session.sent(bytes);
            }

            @Override
            public void inboundWireSize(long bytes) {
                session.received(bytes);
            }
        };
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return tracer;
    }
}
