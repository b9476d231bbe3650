package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;

import dev.stampede.output.cloud.metrics.Unsnappy;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.TimeSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/**
 * A service that has a fault for a while. It counts what it has taken as the real one does: what comes again with the same
 * key counts once. Thread-safe.
 */
public final class FaultyCloud implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> keys = new HashSet<>();
    private final NavigableMap<Long, Long> requests = new TreeMap<>();
    private final List<String> finishes = new ArrayList<>();
    private final int port;
    private MockWebServer server;
    private int again;
    private int faulty;
    private @Nullable Runnable onFirstPush;
    private volatile @Nullable Fault fault;

    /** What a service may do wrong. */
    public enum Fault {
        /** 503. */
        UNAVAILABLE,
        /** 429, with how long to stay away. */
        TOO_MANY,
        /** The connection is closed in the middle of a request. */
        RESET,
        /** No answer. */
        HANGING,
        /** No connection. */
        REFUSED,
        /** The metrics are taken, but the answer comes byte by byte. */
        TRICKLE,
        /** The metrics are taken, but the connection is closed for the answer. */
        HALF_CLOSED
    }

    private FaultyCloud(MockWebServer server) {
        this.server = server;
        this.port = server.getPort();
    }

    public static FaultyCloud start() throws IOException {
        FaultyCloud cloud = new FaultyCloud(started(0));
        cloud.serve();
        return cloud;
    }

    private static MockWebServer started(int port) throws IOException {
        MockWebServer server = new MockWebServer();
        server.start(port);
        return server;
    }

    private synchronized void serve() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
    }

    /** To be given as the host. */
    public String url() {
        return "http://localhost:" + port + "/";
    }

    /** The fault is there from now on. */
    public void begin(Fault what) {
        fault = what;
        if (what == Fault.REFUSED) {
            synchronized (this) {
                server.close();
            }
        }
    }

    /** It is well again. */
    public void end() {
        boolean wasAway = fault == Fault.REFUSED;
        fault = null;
        if (wasAway) {
            try {
                synchronized (this) {
                    server = started(port);
                    serve();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The fault is there from this time after the first push to that. */
    public synchronized void onceUsed(Fault what, Duration from, Duration to) {
        onFirstPush = () -> fromNow(what, from, to);
    }

    /** The fault is there from this time after now to that. */
    public void fromNow(Fault what, Duration from, Duration to) {
        var unused = timer.schedule(() -> begin(what), from.toMillis(), TimeUnit.MILLISECONDS);
        var unused2 = timer.schedule(this::end, to.toMillis(), TimeUnit.MILLISECONDS);
    }

    private MockResponse answer(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        if (path.equals("/v1/tests")) {
            return reply(201, "{\"reference_id\":\"9\"}").build();
        }
        if (path.startsWith("/v1/tests/")) {
            synchronized (this) {
                finishes.add(requireNonNull(request.getBody()).utf8());
            }
            return reply(200, "{}").build();
        }
        Runnable first;
        synchronized (this) {
            first = onFirstPush;
            onFirstPush = null;
        }
        if (first != null) {
            first.run();
        }
        return push(request);
    }

    private MockResponse push(RecordedRequest request) {
        Fault now = fault;
        if (now == null) {
            take(request);
            return reply(202, "").build();
        }
        synchronized (this) {
            faulty++;
        }
        return switch (now) {
            case UNAVAILABLE -> reply(503, "").build();
            case TOO_MANY ->
                reply(429, "{\"error\":{\"message\":\"slow down\"}}")
                        .addHeader("Retry-After", "1")
                        .build();
            case RESET, REFUSED ->
                reply(200, "").onResponseStart(new SocketEffect.CloseSocket()).build();
            case HANGING ->
                reply(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build();
            case TRICKLE -> {
                take(request);
                yield reply(200, " ".repeat(300))
                        .throttleBody(1, 500, TimeUnit.MILLISECONDS)
                        .build();
            }
            case HALF_CLOSED -> {
                take(request);
                yield reply(200, "")
                        .onResponseStart(new SocketEffect.CloseSocket(false, false, true))
                        .build();
            }
        };
    }

    private static MockResponse.Builder reply(int status, String body) {
        return new MockResponse.Builder().code(status).body(body);
    }

    private void take(RecordedRequest request) {
        MetricSet set;
        try {
            set = MetricSet.parseFrom(
                    Unsnappy.decompress(requireNonNull(request.getBody()).toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (this) {
            if (!keys.add(requireNonNull(request.getHeaders().get("K6-Idempotency-Key")))) {
                again++;
                return;
            }
            for (Metric metric : set.getMetricsList()) {
                if (metric.getName().equals("http_reqs")) {
                    for (TimeSeries series : metric.getTimeSeriesList()) {
                        for (CounterValue value : series.getCounterSamples().getValuesList()) {
                            requests.merge(value.getTime().getSeconds(), (long) value.getValue(), Long::sum);
                        }
                    }
                }
            }
        }
    }

    /** Requests of the load test that it knows of. */
    public synchronized long requests() {
        return requests.values().stream().mapToLong(n -> n).sum();
    }

    /** The same by the second that their bucket begins with. */
    public synchronized NavigableMap<Long, Long> requestsBySecond() {
        return new TreeMap<>(requests);
    }

    /** How often it has got a batch that it had taken already. */
    public synchronized int again() {
        return again;
    }

    /** How many pushes have met the fault. */
    public synchronized int faulty() {
        return faulty;
    }

    /** Bodies of calls that closed the run. */
    public synchronized List<String> finishes() {
        return List.copyOf(finishes);
    }

    @Override
    public void close() {
        var unused = timer.shutdownNow();
        synchronized (this) {
            server.close();
        }
    }
}
