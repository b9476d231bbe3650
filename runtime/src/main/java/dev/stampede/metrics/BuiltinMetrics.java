package dev.stampede.metrics;

import static dev.stampede.metrics.MetricType.COUNTER;
import static dev.stampede.metrics.MetricType.GAUGE;
import static dev.stampede.metrics.MetricType.RATE;
import static dev.stampede.metrics.MetricType.TREND;
import static dev.stampede.metrics.ValueType.DATA;
import static dev.stampede.metrics.ValueType.DEFAULT;
import static dev.stampede.metrics.ValueType.TIME;

import java.util.List;
import java.util.stream.Stream;

/** The metrics every run has. (k6: {@code metrics/builtin.go}; {@code iterations_failed}, {@code iteration_start_lag}
 * and {@code generator_…} are our own.) */
public final class BuiltinMetrics {
    public final Metric vus;
    public final Metric vusMax;
    public final Metric iterations;
    public final Metric iterationDuration;
    public final Metric droppedIterations;
    /** Time from when an iteration of an arrival rate was due to when it began. */
    public final Metric iterationStartLag;
    /** Share of full iterations that threw. */
    public final Metric iterationsFailed;

    /** Share of the processors that this process used in a second, from 0 to 1. */
    public final Metric generatorCpu;
    /** Share of a second that garbage collection kept every thread waiting, from 0 to 1. */
    public final Metric generatorGcPause;
    /** By how much a timer was late. */
    public final Metric generatorLag;
    /** Virtual threads that kept their carrier while they waited. */
    public final Metric generatorPinned;

    public final Metric checks;
    public final Metric groupDuration;

    public final Metric httpReqs;
    public final Metric httpReqDuration;
    public final Metric httpReqBlocked;
    public final Metric httpReqConnecting;
    public final Metric httpReqTlsHandshaking;
    public final Metric httpReqSending;
    public final Metric httpReqWaiting;
    public final Metric httpReqReceiving;
    public final Metric httpReqFailed;

    public final Metric wsSessions;
    public final Metric wsConnecting;
    public final Metric wsMsgsSent;
    public final Metric wsMsgsReceived;
    public final Metric wsPing;
    public final Metric wsSessionDuration;

    public final Metric grpcReqDuration;
    public final Metric grpcStreams;
    public final Metric grpcStreamsMsgsSent;
    public final Metric grpcStreamsMsgsReceived;

    public final Metric dataSent;
    public final Metric dataReceived;

    /** {@link #vus}, {@link #vusMax}. */
    public final MetricGroup vuCounts;

    /** {@link #iterationDuration}, {@link #iterations}, {@link #iterationsFailed}. */
    public final MetricGroup iteration;

    /** {@link #wsSessions}, {@link #wsConnecting}. */
    public final MetricGroup wsConnection;

    /** {@link #dataSent}, {@link #dataReceived}. */
    public final MetricGroup data;

    /**
     * One HTTP round trip: {@link #httpReqs}, duration, blocked, connecting, TLS, sending, waiting, receiving,
     * {@link #httpReqFailed}.
     */
    public final MetricGroup httpRoundTrip;

    /** The same without {@link #httpReqFailed}: when no response is expected or unexpected. */
    public final MetricGroup httpRoundTripUnjudged;

    BuiltinMetrics(MetricRegistry registry) {
        vus = registry.register("vus", GAUGE, DEFAULT);
        vusMax = registry.register("vus_max", GAUGE, DEFAULT);
        iterations = registry.register("iterations", COUNTER, DEFAULT);
        iterationDuration = registry.register("iteration_duration", TREND, TIME);
        droppedIterations = registry.register("dropped_iterations", COUNTER, DEFAULT);
        iterationStartLag = registry.register("iteration_start_lag", TREND, TIME);
        iterationsFailed = registry.register("iterations_failed", RATE, DEFAULT);
        generatorCpu = registry.register("generator_cpu", TREND, DEFAULT);
        generatorGcPause = registry.register("generator_gc_pause", TREND, DEFAULT);
        generatorLag = registry.register("generator_lag", TREND, TIME);
        generatorPinned = registry.register("generator_pinned", COUNTER, DEFAULT);
        checks = registry.register("checks", RATE, DEFAULT);
        groupDuration = registry.register("group_duration", TREND, TIME);
        httpReqs = registry.register("http_reqs", COUNTER, DEFAULT);
        httpReqDuration = registry.register("http_req_duration", TREND, TIME);
        httpReqBlocked = registry.register("http_req_blocked", TREND, TIME);
        httpReqConnecting = registry.register("http_req_connecting", TREND, TIME);
        httpReqTlsHandshaking = registry.register("http_req_tls_handshaking", TREND, TIME);
        httpReqSending = registry.register("http_req_sending", TREND, TIME);
        httpReqWaiting = registry.register("http_req_waiting", TREND, TIME);
        httpReqReceiving = registry.register("http_req_receiving", TREND, TIME);
        httpReqFailed = registry.register("http_req_failed", RATE, DEFAULT);
        wsSessions = registry.register("ws_sessions", COUNTER, DEFAULT);
        wsMsgsSent = registry.register("ws_msgs_sent", COUNTER, DEFAULT);
        wsMsgsReceived = registry.register("ws_msgs_received", COUNTER, DEFAULT);
        wsPing = registry.register("ws_ping", TREND, TIME);
        wsSessionDuration = registry.register("ws_session_duration", TREND, TIME);
        wsConnecting = registry.register("ws_connecting", TREND, TIME);
        grpcReqDuration = registry.register("grpc_req_duration", TREND, TIME);
        grpcStreams = registry.register("grpc_streams", COUNTER, DEFAULT);
        grpcStreamsMsgsSent = registry.register("grpc_streams_msgs_sent", COUNTER, DEFAULT);
        grpcStreamsMsgsReceived = registry.register("grpc_streams_msgs_received", COUNTER, DEFAULT);
        dataSent = registry.register("data_sent", COUNTER, DATA);
        dataReceived = registry.register("data_received", COUNTER, DATA);

        vuCounts = registry.group(vus, vusMax);
        iteration = registry.group(iterationDuration, iterations, iterationsFailed);
        wsConnection = registry.group(wsSessions, wsConnecting);
        data = registry.group(dataSent, dataReceived);
        List<Metric> roundTrip = List.of(
                httpReqs,
                httpReqDuration,
                httpReqBlocked,
                httpReqConnecting,
                httpReqTlsHandshaking,
                httpReqSending,
                httpReqWaiting,
                httpReqReceiving);
        httpRoundTripUnjudged = registry.group(roundTrip.toArray(Metric[]::new));
        httpRoundTrip = registry.group(
                Stream.concat(roundTrip.stream(), Stream.of(httpReqFailed)).toArray(Metric[]::new));
    }
}
