package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;

import dev.stampede.output.cloud.metrics.Unsnappy;
import dev.stampede.output.cloud.proto.CounterValue;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.RateValue;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private final ResettingSockets sockets = new ResettingSockets();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
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
        /** The connection is reset (RST) once the request was read; the metrics are not taken. */
        RESET,
        /** The connection is reset in the middle of the request's body. */
        CUT,
        /** No answer; the metrics are not taken. */
        HANGING,
        /** No answer, though the metrics are taken. */
        SILENT,
        /** No connection. */
        REFUSED,
        /** The metrics are taken, but the answer comes byte by byte, two in a second, and would take minutes. */
        TRICKLE,
        /** The metrics are taken, but the service's half of the connection is closed before the answer. */
        HALF_CLOSED
    }

    private FaultyCloud() throws IOException {
        this.server = started(0);
        this.port = server.getPort();
    }

    public static FaultyCloud start() throws IOException {
        return new FaultyCloud();
    }

    private MockWebServer started(int onPort) throws IOException {
        MockWebServer started = new MockWebServer();
        started.setServerSocketFactory(sockets);
        started.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse peek() { // says what is done before a request was read
                return fault == Fault.CUT
                        ? reply(200, "")
                                .onRequestBody(new SocketEffect.CloseSocket())
                                .build()
                        : super.peek();
            }

            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        started.start(onPort);
        return started;
    }

    /** To be given as the host. */
    public String url() {
        return "http://localhost:" + port + "/";
    }

    /** The fault is there from now on. */
    public void begin(Fault what) {
        fault = what;
        sockets.setResets(what == Fault.RESET || what == Fault.CUT);
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
        sockets.setResets(false);
        if (wasAway) {
            try {
                synchronized (this) {
                    server = started(port);
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
            case RESET, CUT, REFUSED ->
                reply(200, "").onResponseStart(new SocketEffect.CloseSocket()).build();
            case HANGING ->
                reply(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build();
            case SILENT -> {
                take(request);
                yield reply(200, "")
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build();
            }
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
                metric.getTimeSeriesList().forEach(series -> count(metric.getName(), series));
            }
        }
    }

    private void count(String metric, TimeSeries series) {
        long count = series.getCounterSamples().getValuesList().stream()
                        .mapToLong(value -> (long) value.getValue())
                        .sum()
                + series.getRateSamples().getValuesList().stream()
                        .mapToLong(RateValue::getTotalCount)
                        .sum()
                + series.getTrendHdrSamples().getValuesList().stream()
                        .mapToLong(TrendHdrValue::getCount)
                        .sum();
        counts.merge(metric, count, Long::sum);
        if (metric.equals("http_reqs")) {
            for (CounterValue value : series.getCounterSamples().getValuesList()) {
                requests.merge(value.getTime().getSeconds(), (long) value.getValue(), Long::sum);
            }
            series.getLabelsList().stream()
                    .filter(label -> label.getName().equals("n"))
                    .forEach(label -> numbers.merge(label.getValue(), count, Long::sum));
        }
    }

    /** What it knows of a metric: a counter's sum; how many samples of any other that is no gauge. */
    public synchronized long count(String metric) {
        return counts.getOrDefault(metric, 0L);
    }

    /** How often it knows of each request, by its tag {@code n}. */
    public synchronized Map<String, Long> numbers() {
        return Map.copyOf(numbers);
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

    /** How many pushes have met the fault; none of those that did not arrive ({@link Fault#REFUSED}, {@link Fault#CUT}). */
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
