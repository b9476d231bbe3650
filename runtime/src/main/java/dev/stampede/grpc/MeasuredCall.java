package dev.stampede.grpc;

import dev.stampede.http.okhttp.HttpSession;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that is measured, once. Begun on a thread of the virtual user; may go on, and end, on others. */
final class MeasuredCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
    /** What a call takes at most in k6 unless told otherwise. (k6: {@code timeout} of the call.) */
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final boolean stream;
    private final String url;
    private final TagSet tags;
    private final SampleContext samples;
    private final HttpSession session;
    private final Runnable atEnd = this::endWithIteration;
    private final AtomicBoolean measured = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long start;

    MeasuredCall(
            ClientCall<Q, A> call,
            MethodDescriptor<Q, A> method,
            String url,
            TagSet tags,
            SampleContext samples,
            HttpSession session) {
        super(call);
        this.stream = method.getType() != MethodDescriptor.MethodType.UNARY;
        this.url = url;
        this.tags = tags;
        this.samples = samples;
        this.session = session;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        start = samples.clock().nanoTime();
        session.atEnd(atEnd);
        try {
            super.start(new Measuring(listener), headers);
        } catch (Throwable thrown) {
            session.forgetEnd(atEnd);
            throw thrown;
        }
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
        if (!measured.get()) {
            samples.add(metric, tags, 1, samples.clock().epochNanos());
        }
    }

    /** On the virtual user's thread. A unary call ends by itself, if it may; nobody knows when a stream would. */
    private void endWithIteration() {
        if (!stream && !samples.cancelled()) {
            try {
                if (over.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        measure(Status.CANCELLED);
        cancel("its iteration has ended", null);
    }

    /** How it ended; what comes after that does not count. */
    private void measure(Status status) {
        if (measured.compareAndSet(false, true)) {
            double millis = (samples.clock().nanoTime() - start) / 1e6;
            samples.add(
                    samples.registry().builtin().grpcReqDuration,
                    ended(status),
                    millis,
                    samples.clock().epochNanos());
        }
        over.countDown();
        session.forgetEnd(atEnd);
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

    /** By whatever thread the answer comes on. */
    private final class Measuring extends SimpleForwardingClientCallListener<A> {
        Measuring(Listener<A> listener) {
            super(listener);
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
            measure(status);
            if (samples.isOfThread()) {
                samples.lastCall().failed("gRPC", url, status.getCode().name());
            }
            super.onClose(status, trailers);
        }
    }
}
