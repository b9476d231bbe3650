package dev.stampede.sse;

import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.ValueType;

/**
 * Opens streams of server-sent events. A load test takes it as a parameter.
 *
 * <pre>{@code
 * try (EventStream prices = events.open("https://shop.example.com/prices")) {
 *     Optional<ServerSentEvent> first = prices.next();
 *     vu.check("has a price", first.isPresent());
 * }
 * }</pre>
 *
 * <p>For the threads of its virtual user: its own, and those that it forks.
 */
public final class ServerSentEvents {
    private final SampleContext samples;
    private final HttpSession session;
    private final Metric eventMetric;

    /**
     * Those of a virtual user.
     *
     * @param samples where its samples go
     * @param session its HTTP
     * @throws IllegalArgumentException if the test has a metric {@code sse_event} of another type
     */
    public ServerSentEvents(SampleContext samples, HttpSession session) {
        this.samples = samples;
        this.session = session;
        this.eventMetric = samples.registry().register("sse_event", MetricType.COUNTER, ValueType.DEFAULT);
    }

    /**
     * A stream to be refined and opened.
     *
     * @throws IllegalArgumentException if the URL is malformed, or neither http nor https
     */
    public EventRequest request(String url) {
        return new EventRequest(url, samples, eventMetric, session);
    }

    /**
     * Opens a stream with a GET request.
     *
     * @throws IllegalArgumentException if the URL is malformed, or neither http nor https
     * @throws EventStreamException if it cannot be reached, or answers with anything but a stream of events
     */
    public EventStream open(String url) {
        return request(url).open();
    }
}
