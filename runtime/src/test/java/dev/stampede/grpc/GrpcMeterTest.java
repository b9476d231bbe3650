package dev.stampede.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.testing.MeasuredUser;
import dev.stampede.testing.MeasuredUser.Recorded;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stubs over a channel of the test's own, against a real server. */
@Timeout(30)
class GrpcMeterTest {
    private final MeasuredUser user = new MeasuredUser();
    private final GrpcMeter meter = new GrpcMeter(user.samples(), user.session());
    private final Bakery bakery = new Bakery();
    private final ManagedChannel channel = channel(bakery.port());
    private final Bakery.BlockingStub stub = stub(meter);

    GrpcMeterTest() throws IOException {}

    private static ManagedChannel channel(int port) {
        return OkHttpChannelBuilder.forAddress("127.0.0.1", port, InsecureChannelCredentials.create())
                .build();
    }

    private Bakery.BlockingStub stub(GrpcMeter by) {
        return new Bakery.BlockingStub(channel, CallOptions.DEFAULT).withInterceptors(by);
    }

    private String address() {
        return "127.0.0.1:" + bakery.port();
    }

    @AfterEach
    void close() {
        ManagedChannel unused = channel.shutdownNow();
        bakery.close();
        user.close();
    }

    @Test
    void unaryCall_isOneDuration() {
        user.tag("group", "::front");
        assertThat(stub.bake("rye")).isEqualTo("baked rye");

        Recorded recorded = user.recorded();
        assertThat(recorded.count("grpc_req_duration")).isEqualTo(1);
        assertThat(recorded.sum("grpc_req_duration")).isPositive();
        assertThat(recorded.tags("grpc_req_duration"))
                .isEqualTo(Map.of(
                        "group", "::front",
                        "url", address() + "/shop.Bakery/Bake",
                        "name", "/shop.Bakery/Bake",
                        "service", "shop.Bakery",
                        "method", "Bake",
                        "status", "0"));
        assertThat(recorded.series()).hasSize(1);
        assertThat(user.samples().lastCall().describe()).isEqualTo("gRPC " + address() + "/shop.Bakery/Bake -> OK");
    }

    @Test
    void failedCall_hasTheNumberOfItsCode() {
        assertThatThrownBy(() -> stub.bake("burnt")).isInstanceOf(StatusRuntimeException.class);
        assertThat(user.recorded().tags("grpc_req_duration")).containsEntry("status", "5");
        assertThat(user.samples().lastCall().describe()).endsWith("-> NOT_FOUND");
    }

    @Test
    void deadline_isItsCode() {
        assertThatThrownBy(
                        () -> stub.withDeadlineAfter(200, TimeUnit.MILLISECONDS).bake("never"))
                .isInstanceOf(StatusRuntimeException.class);
        assertThat(user.recorded().tags("grpc_req_duration")).containsEntry("status", "4");
    }

    @Test
    void serverThatIsNotThere_isUnavailable() {
        bakery.close();
        assertThatThrownBy(() -> stub.bake("rye")).isInstanceOf(StatusRuntimeException.class);
        assertThat(user.recorded().tags("grpc_req_duration")).containsEntry("status", "14");
    }

    @Test
    void serverStream_countsItsMessages() {
        List<String> loaves = new CopyOnWriteArrayList<>();
        stub.watch(3).forEachRemaining(loaves::add);
        assertThat(loaves).containsExactly("loaf 0", "loaf 1", "loaf 2");

        Recorded recorded = user.recorded();
        assertThat(recorded.sum("grpc_streams")).isEqualTo(1);
        assertThat(recorded.sum("grpc_streams_msgs_sent")).isEqualTo(1);
        assertThat(recorded.sum("grpc_streams_msgs_received")).isEqualTo(3);
        assertThat(recorded.count("grpc_req_duration")).isEqualTo(1);
        assertThat(recorded.tags("grpc_req_duration")).containsEntry("status", "0");
        assertThat(recorded.tags("grpc_streams"))
                .isEqualTo(recorded.tags("grpc_streams_msgs_received"))
                .containsEntry("name", "/shop.Bakery/Watch")
                .doesNotContainKey("status");
    }

    @Test
    void answersOnForeignThreads_carryTheTagsOfTheCall() throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();
        Channel measured = ClientInterceptors.intercept(channel, meter);
        user.tag("step", "talking");
        StreamObserver<String> say = ClientCalls.asyncBidiStreamingCall(
                measured.newCall(Bakery.TALK, CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(String answer) {}

                    @Override
                    public void onError(Throwable thrown) {
                        thread.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {
                        thread.complete(Thread.currentThread().getName());
                    }
                });
        user.tag("step", "later");
        say.onNext("a");
        say.onNext("b");
        say.onCompleted();
        assertThat(thread.get(5, TimeUnit.SECONDS))
                .isNotEqualTo(Thread.currentThread().getName());

        Recorded recorded = user.recorded();
        assertThat(recorded.sum("grpc_streams_msgs_sent")).isEqualTo(2);
        assertThat(recorded.sum("grpc_streams_msgs_received")).isEqualTo(2);
        assertThat(recorded.tags("grpc_streams_msgs_received")).containsEntry("step", "talking");
        assertThat(recorded.tags("grpc_req_duration")).containsEntry("step", "talking");
    }

    @Test
    void tagsOfAStub_areItsCalls() {
        String unused = stub.withOption(GrpcMeter.TAGS, Map.of("name", "baking", "size", "big"))
                .bake("rye");
        assertThat(user.recorded().tags("grpc_req_duration"))
                .containsEntry("name", "baking")
                .containsEntry("size", "big")
                .containsEntry("url", address() + "/shop.Bakery/Bake");
    }

    @Test
    void ipTag_isOfTheServer() {
        Set<SystemTag> tags = EnumSet.copyOf(SystemTag.DEFAULTS);
        tags.add(SystemTag.IP);
        try (MeasuredUser with = new MeasuredUser(HttpOptions.DEFAULTS, tags)) {
            String unused = stub(new GrpcMeter(with.samples(), with.session())).bake("rye");
            assertThat(with.recorded().tags("grpc_req_duration")).containsEntry("ip", "127.0.0.1");
        }
    }

    @Test
    void meterOnStubAndChannel_measuresOnce() {
        String unused = new Bakery.BlockingStub(ClientInterceptors.intercept(channel, meter), CallOptions.DEFAULT)
                .withInterceptors(meter)
                .bake("rye");
        assertThat(user.recorded().count("grpc_req_duration")).isEqualTo(1);
    }

    @Test
    void bytesOfMessages_areCounted() {
        String bread = "r".repeat(10_000);
        assertThat(stub.bake(bread)).hasSize(10_006);
        user.session().emitData();
        Recorded recorded = user.recorded();
        assertThat(recorded.sum("data_sent")).isBetween(10_000.0, 10_100.0);
        assertThat(recorded.sum("data_received")).isBetween(10_006.0, 10_106.0);
    }

    private CompletableFuture<String> bakeLater(String bread) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(
                ClientInterceptors.intercept(channel, meter).newCall(Bakery.BAKE, CallOptions.DEFAULT),
                bread,
                new StreamObserver<>() {
                    @Override
                    public void onNext(String value) {
                        answer.complete(value);
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        answer.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {}
                });
        return answer;
    }

    @Test
    void callThatNobodyWaitedFor_isRecordedWithinItsIteration() {
        for (int i = 0; i < 20; i++) {
            user.session().beforeIteration();
            user.tag("turn", Integer.toString(i));
            CompletableFuture<String> unused = bakeLater("rye");
            user.session().endIteration();
            Recorded recorded = user.recorded();
            assertThat(recorded.count("grpc_req_duration")).isEqualTo(1);
            assertThat(recorded.tags("grpc_req_duration"))
                    .containsEntry("turn", Integer.toString(i))
                    .containsEntry("status", "0");
        }
    }

    @Test
    void callOfAnInterruptedIteration_isCancelledAndSaysNothing() throws Exception {
        user.session().beforeIteration();
        CompletableFuture<String> answer = bakeLater("never");
        assertThat(bakery.asked.await(5, TimeUnit.SECONDS)).isTrue();
        user.samples().cancel();
        user.session().endIteration();
        user.samples().resume();
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("CANCELLED");
        assertThat(user.recorded().series()).isEmpty();
    }

    @Test
    void streamThatIsLeftOpen_endsWithTheIteration() {
        user.session().beforeIteration();
        user.tag("step", "watching");
        Iterator<String> loaves = stub.watch(100);
        assertThat(loaves.next()).isEqualTo("loaf 0");
        user.tag("step", "later");
        user.session().endIteration();
        Recorded recorded = user.recorded();
        assertThat(recorded.count("grpc_req_duration")).isEqualTo(1);
        assertThat(recorded.tags("grpc_req_duration"))
                .containsEntry("step", "watching")
                .containsEntry("status", "1");
        assertThatThrownBy(() -> loaves.forEachRemaining(loaf -> {}))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("its iteration has ended");
        assertThat(user.recorded().count("grpc_req_duration")).isZero();
    }

    @Test
    void streamFromBeforeTheFirstIteration_lastsAsLongAsItsUser() {
        Iterator<String> loaves = stub.watch(100);
        user.session().beforeIteration();
        user.session().endIteration();
        assertThat(loaves.next()).isEqualTo("loaf 0");
        assertThat(user.recorded().count("grpc_req_duration")).isZero();
        user.session().endUser();
        assertThat(user.recorded().tags("grpc_req_duration")).containsEntry("status", "1");
    }

    @Test
    void callOfAFork_carriesTheTagsOfTheFork() throws Exception {
        SampleContext forked = user.samples().fork(1);
        user.tag("step", "root");
        Thread.ofVirtual()
                .start(() -> {
                    forked.takeThread();
                    forked.tags(forked.tags().with("step", "fork"));
                    String unused = stub.bake("rye");
                })
                .join();
        assertThat(user.recorded().tags("grpc_req_duration")).containsEntry("step", "fork");
    }

    @Test
    void foreignThread_isRefused() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread.ofVirtual().name("somebody").start(() -> {
            try {
                String unused = stub.bake("rye");
                thrown.complete(new AssertionError("it was called"));
            } catch (IllegalStateException e) {
                thrown.complete(e);
            }
        });
        assertThat(thrown.get(5, TimeUnit.SECONDS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The GrpcMeter of a virtual user measures calls of its thread ("
                        + Thread.currentThread().getName()
                        + ") and its forks, but shop.Bakery/Bake was called on somebody. Give each virtual user a stub of its"
                        + " own: stub.withInterceptors(meter).");
        assertThat(user.recorded().series()).isEmpty();
    }

    @Test
    void cancelledVirtualUser_recordsNothing() throws Exception {
        CompletableFuture<Status.Code> code = new CompletableFuture<>();
        CompletableFuture<MeasuredUser> started = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try (MeasuredUser other = new MeasuredUser()) {
                started.complete(other);
                String unused =
                        stub(new GrpcMeter(other.samples(), other.session())).bake("never");
            } catch (StatusRuntimeException e) {
                code.complete(e.getStatus().getCode());
            }
        });
        assertThat(bakery.asked.await(5, TimeUnit.SECONDS)).isTrue();
        MeasuredUser other = started.get(5, TimeUnit.SECONDS);
        // as the engine does it
        other.samples().cancel();
        thread.interrupt();
        assertThat(code.get(5, TimeUnit.SECONDS)).isEqualTo(Status.Code.CANCELLED);
        assertThat(other.recorded().series()).isEmpty();
    }
}
