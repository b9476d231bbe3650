package dev.stampede.sse;

import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.http.okhttp.Lifetime;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.TagSet;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Response;

/**
 * An open stream of events. Each event that is taken is a sample of the counter {@code sse_event}, whose name is that of k6's
 * extension xk6-sse; the request has its {@code http_*} samples when the stream is over, with all of its length in {@code
 * http_req_receiving}.
 *
 * <p>Ends when the server ends it, when its lifetime is over, when it is closed, at the latest with the iteration. Used by one
 * thread of the virtual user at a time, which may be a fork; an interrupt while it waits shows as {@link java.util.concurrent.CancellationException} and stays
 * set.
 */
public final class EventStream implements AutoCloseable {
    private final String url;
    private final Response response;
    private final Lifetime lifetime;
    private final EventReader events;
    private final SampleContext samples;
    private final Metric metric;
    private final TagSet tags;
    private final HttpSession session;
    private final Runnable atEnd = this::close;
    private boolean over;

    EventStream(
            String url,
            Response response,
            Lifetime lifetime,
            SampleContext samples,
            Metric metric,
            TagSet tags,
            HttpSession session) {
        this.url = url;
        this.response = response;
        this.lifetime = lifetime;
        this.events = new EventReader(response.body().source());
        this.samples = samples;
        this.metric = metric;
        this.tags = tags;
        this.session = session;
        session.atEnd(atEnd);
    }

    /** A header of the answer. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.header(name));
    }

    /**
     * Waits for the next event.
     *
     * @return empty when the stream is over
     * @throws EventStreamException if the connection is lost
     * @throws IllegalStateException if the thread is neither the virtual user's nor one that it has forked
     */
    public Optional<ServerSentEvent> next() {
        SampleContext unused = samples.ofThread(); // another one could go on when the iteration is over
        if (over) {
            return Optional.empty();
        }
        try {
            ServerSentEvent event = events.next();
            if (event == null) {
                close();
                return Optional.empty();
            }
            samples.add(metric, tags, 1, samples.clock().epochNanos());
            return Optional.of(event);
        } catch (IOException e) {
            boolean ofAge = lifetime.isOver(e);
            close();
            if (Thread.currentThread().isInterrupted()) {
                throw EventRequest.interrupted(e);
            }
            if (ofAge) {
                return Optional.empty();
            }
            throw new EventStreamException(url + " was cut off: " + e.getMessage(), response.code(), e);
        }
    }

    /** Whether it is over: {@link #next} has nothing more. */
    public boolean isOver() {
        return over;
    }

    /** Ends it. Does nothing when it is over. */
    @Override
    public void close() {
        if (!over) {
            over = true;
            session.forgetEnd(atEnd);
            lifetime.cut();
            response.close();
        }
    }
}
