package dev.stampede.sse;

import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.http.okhttp.Lifetime;
import dev.stampede.http.okhttp.RequestName;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** How a stream is to be opened. Each method changes it and returns it. Confined to one thread of the virtual user. */
public final class EventRequest {
    private final String url;
    private final SampleContext samples;
    private final Metric eventMetric;
    private final HttpSession session;
    private final Request.Builder request;
    private final Lifetime lifetime = new Lifetime();
    private @Nullable Duration longest;
    private @Nullable String name;

    EventRequest(String url, SampleContext samples, Metric eventMetric, HttpSession session) {
        this.url = url;
        this.samples = samples;
        this.eventMetric = eventMetric;
        this.session = session;
        this.request = new Request.Builder()
                .url(url)
                .header("Accept", "text/event-stream")
                .header("Cache-Control", "no-store")
                .tag(Lifetime.class, lifetime);
    }

    /** Sets a header, replacing one of the same name. */
    public EventRequest header(String name, String value) {
        request.header(name, value);
        return this;
    }

    /** Stands for the URL in the tags {@code name} and {@code url}: for URLs with ids in them. */
    public EventRequest name(String stands) {
        name = stands;
        request.tag(RequestName.class, new RequestName(stands));
        return this;
    }

    /** Makes it a POST request with this body. Default GET. */
    public EventRequest post(String contentType, String body) {
        request.post(RequestBody.create(body, MediaType.parse(contentType)));
        return this;
    }

    /**
     * How long the stream lasts at most, from now to its last event; then it ends as if the server had closed it. Zero is as
     * long as the server, or the iteration, likes. Default what any call may take, 60 s unless the run has another limit.
     */
    public EventRequest lifetime(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("lifetime must not be negative: " + limit);
        }
        longest = limit;
        return this;
    }

    /**
     * Opens it: returns when the answer's headers are there. All samples of the stream carry the tags that the thread has now.
     *
     * @throws EventStreamException if it cannot be reached, or answers with anything but a stream of events
     * @throws CancellationException if the thread is interrupted, which stays set; nothing is recorded
     * @throws IllegalStateException if the thread is neither the virtual user's nor one that it has forked
     */
    public EventStream open() {
        SampleContext here = samples.ofThread();
        OkHttpClient client = session.okHttpClient();
        Call call = client.newCall(request.build());
        Duration limit = longest;
        if (limit != null) {
            call.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        TagSet begun = here.tags();
        Response response;
        try {
            response = call.execute();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            throw new EventStreamException(url + " was not opened: " + e.getMessage(), 0, e);
        }
        String type = response.header("Content-Type", "");
        if (!response.isSuccessful()
                || type == null
                || !type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            response.close();
            throw new EventStreamException(
                    url + " is no stream of events: the server answered " + response.code() + " with "
                            + (type == null || type.isEmpty() ? "no Content-Type" : type),
                    response.code(),
                    null);
        }
        lifetime.begin(call);
        return new EventStream(url, response, lifetime, samples, eventMetric, tags(begun, response), session);
    }

    static CancellationException interrupted(IOException cause) {
        CancellationException interrupted = new CancellationException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    private TagSet tags(TagSet begun, Response response) {
        TagSet tags = samples.with(begun, SystemTag.STATUS, Integer.toString(response.code()));
        String shown = name == null ? tags.get(SystemTag.NAME.key()) : name;
        if (shown == null) {
            shown = url;
        }
        return samples.with(samples.with(tags, SystemTag.NAME, shown), SystemTag.URL, shown);
    }
}
