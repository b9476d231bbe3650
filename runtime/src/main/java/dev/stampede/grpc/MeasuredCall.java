package dev.stampede.grpc;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.InetSocketAddress;

/** A call that is measured. Begun on the virtual user's thread; may go on, and end, on others. */
final class MeasuredCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final boolean stream;
    private final String url;
    private final TagSet tags;
    private final SampleContext samples;

    MeasuredCall(ClientCall<Q, A> call, MethodDescriptor<Q, A> method, String url, TagSet tags, SampleContext samples) {
        super(call);
        this.stream = method.getType() != MethodDescriptor.MethodType.UNARY;
        this.url = url;
        this.tags = tags;
        this.samples = samples;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        Measuring measuring = new Measuring(listener, samples.clock().nanoTime());
        super.start(measuring, headers);
        if (stream) {
            count(samples.registry().builtin().grpcStreams);
        }
    }

    @Override
    public void sendMessage(Q message) {
        super.sendMessage(message);
        if (stream) {
            count(samples.registry().builtin().grpcStreamsMsgsSent);
        }
    }

    private void count(Metric metric) {
        samples.add(metric, tags, 1, samples.clock().epochNanos());
    }

    /** By whatever thread the answer comes on. */
    private final class Measuring extends SimpleForwardingClientCallListener<A> {
        private final long start;

        Measuring(Listener<A> listener, long start) {
            super(listener);
            this.start = start;
        }

        @Override
        public void onMessage(A message) {
            if (stream) {
                count(samples.registry().builtin().grpcStreamsMsgsReceived);
            }
            super.onMessage(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            double millis = (samples.clock().nanoTime() - start) / 1e6;
            samples.add(
                    samples.registry().builtin().grpcReqDuration,
                    ended(status),
                    millis,
                    samples.clock().epochNanos());
            if (samples.isOfThread()) {
                samples.lastCall().failed("gRPC", url, status.getCode().name());
            }
            super.onClose(status, trailers);
        }

        private TagSet ended(Status status) {
            TagSet all = tags;
            if (samples.has(SystemTag.IP)
                    && getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote) {
                all = all.with(SystemTag.IP.key(), remote.getAddress().getHostAddress());
            }
            return samples.with(
                    all, SystemTag.STATUS, Integer.toString(status.getCode().value()));
        }
    }
}
