package dev.stampede.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;

/** A gRPC service on a port of this machine, and a stub of it as a generator would write it; messages are texts. */
public final class Bakery implements AutoCloseable {
    static final MethodDescriptor<String, String> BAKE = method("Bake", MethodType.UNARY);
    static final MethodDescriptor<String, String> WATCH = method("Watch", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> TALK = method("Talk", MethodType.BIDI_STREAMING);

    final CountDownLatch asked = new CountDownLatch(1);
    private final Server server;

    public Bakery() throws IOException {
        ServerServiceDefinition service = ServerServiceDefinition.builder("shop.Bakery")
                .addMethod(BAKE, ServerCalls.asyncUnaryCall(this::bake))
                .addMethod(WATCH, ServerCalls.asyncServerStreamingCall(this::watch))
                .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(Bakery::talk))
                .build();
        server = OkHttpServerBuilder.forPort(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .addService(service)
                .build()
                .start();
    }

    public int port() {
        return server.getPort();
    }

    private void bake(String bread, StreamObserver<String> answer) {
        asked.countDown();
        switch (bread) {
            case "burnt" ->
                answer.onError(Status.NOT_FOUND.withDescription("no such bread").asRuntimeException());
            case "never" -> {}
            default -> {
                answer.onNext("baked " + bread);
                answer.onCompleted();
            }
        }
    }

    private void watch(String count, StreamObserver<String> answer) {
        for (int i = 0; i < Integer.parseInt(count); i++) {
            answer.onNext("loaf " + i);
        }
        answer.onCompleted();
    }

    private static StreamObserver<String> talk(StreamObserver<String> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String said) {
                answer.onNext("you said " + said);
            }

            @Override
            public void onError(Throwable thrown) {}

            @Override
            public void onCompleted() {
                answer.onCompleted();
            }
        };
    }

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("shop.Bakery", name))
                .setRequestMarshaller(Text.INSTANCE)
                .setResponseMarshaller(Text.INSTANCE)
                .build();
    }

    @Override
    public void close() {
        Server unused = server.shutdownNow();
    }

    /** As generated, but for its messages. */
    public static final class BlockingStub extends AbstractBlockingStub<BlockingStub> {
        public BlockingStub(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected BlockingStub build(Channel channel, CallOptions options) {
            return new BlockingStub(channel, options);
        }

        public String bake(String bread) {
            return ClientCalls.blockingUnaryCall(getChannel(), BAKE, getCallOptions(), bread);
        }

        public Iterator<String> watch(int count) {
            return ClientCalls.blockingServerStreamingCall(
                    getChannel(), WATCH, getCallOptions(), Integer.toString(count));
        }
    }

    private enum Text implements Marshaller<String> {
        INSTANCE;

        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
