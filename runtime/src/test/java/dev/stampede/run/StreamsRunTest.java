package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.stampede.websocket.WebSocketSession;
import dev.stampede.websocket.WebSockets;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs whose virtual users talk in other ways than requests. */
@Timeout(60)
class StreamsRunTest {
    @StartStop
    final MockWebServer server = new MockWebServer();

    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final Map<String, String> received = new ConcurrentHashMap<>();

    /** Keeps the tags of each metric. */
    private final Output output = new Output() {
        @Override
        public String describe() {
            return "fake";
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {
            received.put(series.metric().name(), series.tags().toString());
        }

        @Override
        public void finish(RunOutcome outcome) {}
    };

    private String run(LoadScript script) {
        LoadOptions options = LoadOptions.builder("streams")
                .profile(new PerVuIterations(1, 1, Duration.ofMinutes(1)))
                .outputs(List.of(output))
                .console(printed::add)
                .build();
        assertThat(LoadRunner.run(options, script).errors()).isEmpty();
        return String.join("\n", printed);
    }

    @Test
    void webSocket_reachesOutputAndSummary() {
        server.enqueue(new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        socket.send(text);
                    }

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, reason);
                    }
                })
                .build());
        String url = server.url("/chat").toString().replaceFirst("^http", "ws");
        String summary = run(scope -> () -> scope.vu().group("talk", () -> {
            // left open: it ends with the iteration
            WebSocketSession session = scope.client(WebSockets.class).connect(url);
            session.send("hello");
            assertThat(session.receive("5s").text()).isEqualTo("hello");
        }));

        assertThat(received)
                .containsKeys("ws_sessions", "ws_connecting", "ws_msgs_sent", "ws_msgs_received", "ws_session_duration")
                .doesNotContainKeys("ws_ping", "grpc_req_duration", "grpc_streams", "sse_event", "http_reqs");
        assertThat(received.get("ws_sessions"))
                .isEqualTo("{group:::talk,name:" + url + ",scenario:default,status:101,subproto:,url:" + url + "}");
        assertThat(summary).contains("WEBSOCKET", "ws_sessions...").doesNotContain("ws_ping", "GRPC", "grpc_", "sse_");
    }

    @Test
    void events_reachOutputAndSummary() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body("data: 1\n\ndata: 2\n\n")
                .build());
        String url = server.url("/prices").toString();
        String summary = run(scope -> () -> {
            try (EventStream stream = scope.client(ServerSentEvents.class).open(url)) {
                assertThat(stream.next()).isPresent();
                assertThat(stream.next()).isPresent();
                assertThat(stream.next()).isEmpty();
            }
        });
        assertThat(received).containsKeys("sse_event", "http_reqs").doesNotContainKeys("ws_sessions");
        assertThat(received.get("sse_event")).contains("status:200", "scenario:default", "group:,");
        assertThat(summary).contains("sse_event").doesNotContain("WEBSOCKET", "GRPC");
    }

    @Test
    void grpc_reachesOutputAndSummary() throws Exception {
        try (Bakery bakery = new Bakery()) {
            ManagedChannel channel = OkHttpChannelBuilder.forAddress(
                            "127.0.0.1", bakery.port(), InsecureChannelCredentials.create())
                    .build();
            String summary = run(scope -> () -> {
                Bakery.BlockingStub stub = new Bakery.BlockingStub(channel, CallOptions.DEFAULT)
                        .withInterceptors(scope.client(GrpcMeter.class));
                assertThat(stub.bake("rye")).isEqualTo("baked rye");
                assertThat(stub.watch(2)).toIterable().hasSize(2);
            });
            ManagedChannel unused = channel.shutdownNow();

            assertThat(received)
                    .containsKeys(
                            "grpc_req_duration", "grpc_streams", "grpc_streams_msgs_sent", "grpc_streams_msgs_received")
                    .doesNotContainKeys("http_reqs", "ws_sessions");
            assertThat(received.get("grpc_streams")).contains("method:Watch", "service:shop.Bakery");
            assertThat(summary).contains("GRPC", "grpc_req_duration", "grpc_streams...");
        }
    }

    @Test
    void virtualUser_hasOneOfEach() {
        String unused = run(scope -> () -> {
            assertThat(scope.client(WebSockets.class)).isSameAs(scope.client(WebSockets.class));
            assertThat(scope.client(GrpcMeter.class)).isSameAs(scope.client(GrpcMeter.class));
        });
        assertThat(VuScope.hasClient(ServerSentEvents.class)).isTrue();
        assertThat(VuScope.hasClient(String.class)).isFalse();
    }
}
