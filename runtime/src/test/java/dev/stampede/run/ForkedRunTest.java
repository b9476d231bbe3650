package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.Fork;
import dev.stampede.RunEnding;
import dev.stampede.Vu;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.grpc.Bakery;
import dev.stampede.grpc.GrpcMeter;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.sse.EventStream;
import dev.stampede.sse.ServerSentEvents;
import dev.stampede.websocket.WebSockets;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose virtual users do all that there is in forks, and forks of forks. */
@Timeout(60)
class ForkedRunTest {
    private static final String EVENTS = "data: 1\n\ndata: 2\n\n";

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final Bakery bakery = new Bakery();
    private final ManagedChannel channel = OkHttpChannelBuilder.forAddress(
                    "127.0.0.1", bakery.port(), InsecureChannelCredentials.create())
            .build();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    /** Bodies of forks that have begun and not ended. */
    private final AtomicInteger underWay = new AtomicInteger();

    private final Output output = new Output() {
        @Override
        public String describe() {
            return "fake";
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {
            String group = series.tags().get("group");
            counts.merge(series.metric().name() + " " + group, sink.count(), Long::sum);
        }

        @Override
        public void finish(RunOutcome outcome) {}
    };

    ForkedRunTest() throws IOException {}

    @BeforeEach
    void serve() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return switch (request.getUrl().encodedPath()) {
                    case "/events" ->
                        new MockResponse.Builder()
                                .addHeader("Content-Type", "text/event-stream")
                                .body(EVENTS)
                                .build();
                    case "/slow" ->
                        new MockResponse.Builder()
                                .headersDelay(5, TimeUnit.MINUTES)
                                .build();
                    default -> new MockResponse.Builder().body("ok").build();
                };
            }
        });
    }

    @AfterEach
    void close() {
        ManagedChannel unused = channel.shutdownNow();
        bakery.close();
    }

    private RunReport run(LoadProfile profile, LoadScript script) {
        return LoadRunner.run(
                LoadOptions.builder("forked")
                        .profile(profile)
                        .gracefulStop(Duration.ZERO)
                        .outputs(List.of(output))
                        .console(line -> {})
                        .build(),
                script);
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    /** All there is but WebSockets: 4 round trips, 2 events, 1 gRPC call. */
    private void everything(VuScope scope, String path) {
        underWay.incrementAndGet();
        try {
            assertThat(scope.http().get(url(path)).error()).isEmpty();
            assertThat(scope.http().batch(url("/a"), url("/b"))).hasSize(2);
            try (EventStream stream = scope.client(ServerSentEvents.class).open(url("/events"))) {
                assertThat(stream.next()).isPresent();
                assertThat(stream.next()).isPresent();
            }
            assertThat(new Bakery.BlockingStub(channel, CallOptions.DEFAULT)
                            .withInterceptors(scope.client(GrpcMeter.class))
                            .bake("rye"))
                    .isEqualTo("baked rye");
        } finally {
            underWay.decrementAndGet();
        }
    }

    @Test
    void allThatForksDo_isOfTheirGroup() {
        RunReport report = run(new PerVuIterations(3, 4, Duration.ofMinutes(1)), scope -> () -> {
            Vu vu = scope.vu();
            Fork<?> outer = vu.group(
                    "outer",
                    () -> vu.fork(() -> {
                        for (int i = 0; i < 3; i++) {
                            vu.group("inner", () -> {
                                vu.fork(() -> everything(scope, "/"));
                            });
                        }
                        everything(scope, "/");
                    }));
            vu.group("root", () -> everything(scope, "/"));
            outer.join();
        });

        assertThat(report.errors()).isEmpty();
        assertThat(underWay).hasValue(0);
        Map.of("::root", 12L, "::outer", 12L, "::outer::inner", 36L)
                .forEach((group, turns) -> assertThat(counts)
                        .containsEntry("http_reqs " + group, 4 * turns)
                        .containsEntry("sse_event " + group, 2 * turns)
                        .containsEntry("grpc_req_duration " + group, turns));
        assertThat(counts).doesNotContainKeys("http_reqs ", "sse_event ", "grpc_req_duration ");
    }

    @Test
    void interruptOfManyForks_endsThemAll_andWhatIsLeftIsNoFailure() {
        AtomicInteger began = new AtomicInteger();
        RunReport report = run(new ConstantVus(4, Duration.ofSeconds(2)), scope -> () -> {
            Vu vu = scope.vu();
            for (int i = 0; i < 10; i++) {
                vu.fork(() -> {
                    vu.fork(() -> everything(scope, "/slow"));
                    began.incrementAndGet();
                    scope.http().batch(url("/slow"), url("/a"), url("/slow"));
                });
            }
            everything(scope, "/slow");
        });

        assertThat(report.errors()).isEmpty();
        assertThat(began).hasPositiveValue();
        assertThat(underWay).hasValue(0);
        assertThat(counts).doesNotContainKeys("iterations ", "iterations_failed ");
    }

    @Test
    void abortInAForkOfAFork_endsAllOthers() {
        AtomicBoolean once = new AtomicBoolean();
        RunReport report = run(new ConstantVus(4, Duration.ofMinutes(5)), scope -> () -> {
            Vu vu = scope.vu();
            vu.fork(() -> everything(scope, "/slow"));
            vu.fork(() -> vu.fork(() -> {
                everything(scope, "/");
                if (once.compareAndSet(false, true)) {
                    vu.abort("enough");
                }
            }));
            everything(scope, "/slow");
        });

        assertThat(report.ending()).isEqualTo(RunEnding.ABORTED_BY_USER);
        assertThat(report.errors()).isEmpty();
        assertThat(underWay).hasValue(0);
    }

    @Test
    void webSocketInAFork_isRefused() {
        Set<String> refused = ConcurrentHashMap.newKeySet();
        RunReport report = run(
                new PerVuIterations(1, 1, Duration.ofMinutes(1)),
                scope -> () -> scope.vu()
                        .fork(() -> assertThatThrownBy(
                                        () -> scope.client(WebSockets.class).connect("ws://127.0.0.1:1/"))
                                .isInstanceOf(IllegalStateException.class)
                                .satisfies(e -> refused.add(String.valueOf(e.getMessage()))))
                        .join());

        assertThat(report.errors()).isEmpty();
        assertThat(refused)
                .containsExactly("The WebSockets of a virtual user belong to its thread (vu-1), but ws://127.0.0.1:1/"
                        + " was opened on vu-1/1.");
    }
}
