package dev.stampede.grpc;

import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.Map;

/**
 * Measures the gRPC calls of one virtual user. A load test takes it as a parameter:
 *
 * <pre>{@code
 * ShopGrpc.ShopBlockingStub shop = ShopGrpc.newBlockingStub(channel).withInterceptors(grpcMeter);
 * }</pre>
 *
 * <p>Each call becomes a {@code grpc_req_duration} sample when it ends, with the tags {@code url} (authority and method),
 * {@code name}, {@code service}, {@code method} and {@code status} (the number of the code, 0 for OK). A stream is also a {@code
 * grpc_streams} sample when it is opened, and its messages are {@code grpc_streams_msgs_sent} and {@code
 * grpc_streams_msgs_received}. The samples carry the tags that the virtual user had when the call began, whichever thread the
 * answer comes on. (k6: {@code internal/lib/netext/grpcext}, {@code internal/js/modules/k6/grpc}.)
 *
 * <p>{@code data_sent} and {@code data_received} count messages as they go over the wire, without what HTTP/2 and TLS add: the
 * connection is the channel's, not ours.
 *
 * <p>Calls begin on the virtual user's thread, or one that it has forked: a stub, or channel, that has this meter is of no use to
 * another virtual user. The channel below may be shared by all.
 *
 * <p>No call outlives the iteration it began in, or, if that was outside of iterations, the virtual user: the end of a unary call
 * that nobody has waited for is awaited, as k6 does, for up to 60 s; a stream that is open still is cancelled and counts as such.
 */
public final class GrpcMeter implements ClientInterceptor {
    /**
     * Tags of the calls of a stub: {@code stub.withOption(GrpcMeter.TAGS, Map.of("name", "pay"))}. Default none.
     */
    public static final CallOptions.Key<Map<String, String>> TAGS =
            CallOptions.Key.createWithDefault("stampede-tags", Map.of());

    /** Whether a call is measured already: by a meter of the stub, over one of the channel. */
    private static final CallOptions.Key<Boolean> MEASURED =
            CallOptions.Key.createWithDefault("stampede-measured", false);

    private final SampleContext samples;
    private final HttpSession session;
    private final WireSizes wireSizes;

    /**
     * A meter of one virtual user.
     *
     * @param samples where its samples go
     * @param session whose threads calls begin on and whose iterations they end with, and who counts bytes
     */
    public GrpcMeter(SampleContext samples, HttpSession session) {
        this.samples = samples;
        this.session = session;
        this.wireSizes = new WireSizes(session);
    }

    /** @throws IllegalStateException if the calling thread is neither the virtual user's nor one that it has forked */
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (options.getOption(MEASURED)) {
            return next.newCall(method, options);
        }
        if (!samples.knowsThread()) {
            throw new IllegalStateException("The GrpcMeter of a virtual user measures calls of its thread ("
                    + session.ownerName() + ") and its forks, but " + method.getFullMethodName() + " was called on "
                    + Thread.currentThread().getName()
                    + ". Give each virtual user a stub of its own: stub.withInterceptors(meter).");
        }
        String url = next.authority() + "/" + method.getFullMethodName();
        CallOptions measured = options.withOption(MEASURED, true).withStreamTracerFactory(wireSizes);
        SampleContext here = samples.ofThread();
        TagSet tags = tags(here, method, options.getOption(TAGS), url);
        return new MeasuredCall<>(next.newCall(method, measured), method, url, tags, here, session);
    }

    /** (k6: {@code internal/js/modules/k6/grpc/params.go}, {@code SetSystemTags}.) */
    private static TagSet tags(
            SampleContext samples, MethodDescriptor<?, ?> method, Map<String, String> given, String url) {
        TagSet tags = samples.tags().with(given);
        tags = samples.with(tags, SystemTag.URL, url);
        tags = samples.with(tags, SystemTag.SERVICE, String.valueOf(method.getServiceName()));
        tags = samples.with(tags, SystemTag.METHOD, String.valueOf(method.getBareMethodName()));
        return tags.get(SystemTag.NAME.key()) == null
                ? samples.with(tags, SystemTag.NAME, "/" + method.getFullMethodName())
                : tags;
    }
}
