package dev.stampede.sse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.ValueType;
import dev.stampede.testing.MeasuredUser;
import dev.stampede.testing.MeasuredUser.Recorded;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of events from a real server. */
@Timeout(30)
class ServerSentEventsTest {
    private static final String TWO = "event: price\ndata: 1\n\nevent: price\ndata: 2\n\n";

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final MeasuredUser user = new MeasuredUser();
    private final ServerSentEvents events = new ServerSentEvents(user.samples(), user.session());
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        user.close();
    }

    private String url() {
        return server.url("/prices").toString();
    }

    private static MockResponse.Builder stream() {
        return new MockResponse.Builder().addHeader("Content-Type", "text/event-stream;charset=utf-8");
    }

    /** Two events, and then silence. */
    private MockResponse endless() {
        return stream()
                .body(new MockResponseBody() {
                    @Override
                    public long getContentLength() {
                        return -1;
                    }

                    @Override
                    public void writeTo(BufferedSink sink) throws IOException {
                        sink.writeUtf8(TWO).flush();
                        try {
                            boolean unused = over.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                })
                .build();
    }

    @Test
    void events_areTakenOneByOneAndCounted() {
        server.enqueue(stream().body(TWO).build());
        try (EventStream stream = events.open(url())) {
            assertThat(stream.next()).contains(new ServerSentEvent("", "price", "1"));
            assertThat(stream.next()).contains(new ServerSentEvent("", "price", "2"));
            assertThat(stream.next()).isEmpty();
            assertThat(stream.isOver()).isTrue();
            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void samples_areOfTheEventsAndOfTheRequest() throws Exception {
        server.enqueue(stream().body(TWO).build());
        user.tag("group", "::front");
        EventStream stream =
                events.request(url()).name("prices").header("X", "y").open();
        while (stream.next().isPresent()) {
            // all of them
        }
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getHeaders().get("Accept")).isEqualTo("text/event-stream");
        assertThat(request.getHeaders().get("X")).isEqualTo("y");
        Recorded recorded = user.recorded();
        assertThat(recorded.sum("sse_event")).isEqualTo(2);
        assertThat(recorded.tags("sse_event"))
                .containsOnlyKeys("group", "name", "url", "status")
                .containsEntry("group", "::front")
                .containsEntry("name", "prices")
                .containsEntry("url", "prices")
                .containsEntry("status", "200");
        assertThat(recorded.sum("http_reqs")).isEqualTo(1);
        assertThat(recorded.tags("http_reqs")).containsEntry("name", "prices").containsEntry("status", "200");
        assertThat(recorded.sum("http_req_failed")).isZero();
    }

    @Test
    void streamThatIsClosed_isNoFailure() {
        server.enqueue(endless());
        try (EventStream stream = events.open(url())) {
            assertThat(stream.next()).isPresent();
            assertThat(user.recorded().series()).extracting("metric").containsExactly("sse_event");
        }
        Recorded recorded = user.recorded();
        assertThat(recorded.sum("http_reqs")).isEqualTo(1);
        assertThat(recorded.tags("http_reqs")).containsEntry("status", "200").doesNotContainKey("error");
        assertThat(recorded.sum("http_req_failed")).isZero();
    }

    @Test
    void lifetime_endsTheStreamWithoutFailure() {
        server.enqueue(endless());
        try (EventStream stream =
                events.request(url()).lifetime(Duration.ofSeconds(3)).open()) {
            assertThat(stream.next()).isPresent();
            assertThat(stream.next()).isPresent();
            assertThat(stream.next()).isEmpty();
        }
        Recorded recorded = user.recorded();
        assertThat(recorded.tags("http_reqs")).containsEntry("status", "200").doesNotContainKey("error");
        assertThat(recorded.sum("http_req_receiving")).isPositive();
    }

    @Test
    void silentServer_isATimeoutOfTheRequest() {
        server.enqueue(stream().headersDelay(1, TimeUnit.MINUTES).build());
        assertThatThrownBy(() ->
                        events.request(url()).lifetime(Duration.ofMillis(200)).open())
                .isInstanceOf(EventStreamException.class)
                .hasMessage(url() + " was not opened: timeout");
        assertThat(user.recorded().tags("http_reqs")).containsEntry("error_code", "1050");
    }

    @Test
    void answerThatIsNoStream_isTold() {
        server.enqueue(new MockResponse.Builder().code(404).build());
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/html")
                .body("<p>")
                .build());
        assertThatThrownBy(() -> events.open(url()))
                .isInstanceOfSatisfying(
                        EventStreamException.class, e -> assertThat(e.status()).isEqualTo(404))
                .hasMessage(url() + " is no stream of events: the server answered 404 with no Content-Type");
        assertThatThrownBy(() -> events.open(url()))
                .hasMessage(url() + " is no stream of events: the server answered 200 with text/html");
        Recorded recorded = user.recorded();
        assertThat(recorded.sum("http_reqs")).isEqualTo(2);
        assertThat(recorded.count("sse_event")).isZero();
    }

    @Test
    void lostConnection_isAFailure() {
        server.enqueue(stream()
                .body(TWO.repeat(5000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        EventStream stream = events.open(url());
        assertThatThrownBy(() -> {
                    Optional<ServerSentEvent> event = stream.next();
                    while (event.isPresent()) {
                        event = stream.next();
                    }
                })
                .isInstanceOf(EventStreamException.class)
                .hasMessageStartingWith(url() + " was cut off: ");
        assertThat(stream.isOver()).isTrue();
        assertThat(user.recorded().tags("http_reqs")).containsEntry("error", "unexpected EOF");
    }

    @Test
    void post_sendsItsBody() throws Exception {
        server.enqueue(stream().body(TWO).build());
        events.request(url()).post("application/json", "{\"q\":1}").open().close();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(requireNonNull(request.getBody()).utf8()).isEqualTo("{\"q\":1}");
    }

    @Test
    void streamThatIsLeftOpen_endsWithTheIteration() {
        server.enqueue(endless());
        user.session().beforeIteration();
        EventStream stream = events.open(url());
        user.session().endIteration();
        assertThat(stream.isOver()).isTrue();
        assertThat(user.recorded().sum("http_reqs")).isEqualTo(1);
    }

    /** On a thread that it forks, as the engine does it, with a tag of its own. */
    private void inAFork(Runnable body) throws InterruptedException {
        SampleContext forked = user.samples().fork(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread.ofVirtual()
                .start(() -> {
                    forked.takeThread();
                    forked.tags(forked.tags().with("step", "fork"));
                    try {
                        body.run();
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                })
                .join();
        assertThat(thrown.get()).isNull();
    }

    @Test
    void streamOfAFork_carriesTheTagsOfTheFork() throws Exception {
        server.enqueue(stream().body(TWO).build());
        user.tag("step", "root");
        inAFork(() -> {
            try (EventStream stream = events.open(url())) {
                assertThat(stream.next()).isPresent();
                assertThat(stream.next()).isPresent();
                assertThat(stream.next()).isEmpty();
            }
        });
        Recorded recorded = user.recorded();
        assertThat(recorded.sum("sse_event")).isEqualTo(2);
        assertThat(recorded.tags("sse_event")).containsEntry("step", "fork");
        assertThat(recorded.tags("http_reqs")).containsEntry("step", "fork");
    }

    @Test
    void streamThatAForkLeftOpen_endsWithTheIteration() throws Exception {
        server.enqueue(endless());
        user.session().beforeIteration();
        AtomicReference<EventStream> left = new AtomicReference<>();
        inAFork(() -> {
            EventStream stream = events.open(url());
            assertThat(stream.next()).isPresent();
            left.set(stream);
        });
        user.session().endIteration();
        assertThat(requireNonNull(left.get()).isOver()).isTrue();
        assertThat(user.recorded().tags("http_reqs")).containsEntry("step", "fork");
    }

    @Test
    void foreignThread_isRefused() throws Exception {
        server.enqueue(endless());
        CompletableFuture<Throwable> opened = new CompletableFuture<>();
        CompletableFuture<Throwable> taken = new CompletableFuture<>();
        try (EventStream stream = events.open(url())) {
            Thread.ofVirtual().name("somebody").start(() -> {
                opened.complete(catchThrowable(() -> events.open(url()).close()));
                taken.complete(catchThrowable(stream::next));
            });
            String text = "Vu and the clients of '" + Thread.currentThread().getName()
                    + "' cannot be used on thread 'somebody': what is done there is of no known group or iteration. Start"
                    + " such work with vu.fork(..), or give vu.executor() to the library that does it.";
            assertThat(opened.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(text);
            assertThat(taken.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(text);
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(user.recorded().count("sse_event")).isZero();
    }

    @Test
    void metricOfAnotherType_isToldBeforeAnythingIsOpened() {
        try (MeasuredUser other = new MeasuredUser()) {
            Metric unused = other.samples().registry().register("sse_event", MetricType.TREND, ValueType.DEFAULT);
            assertThatThrownBy(() -> new ServerSentEvents(other.samples(), other.session()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("metric 'sse_event' already exists but with type trend, instead of counter");
        }
    }

    @Test
    void interrupt_endsTheWait() throws Exception {
        server.enqueue(endless());
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CountDownLatch waiting = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            try (MeasuredUser other = new MeasuredUser();
                    EventStream stream = new ServerSentEvents(other.samples(), other.session()).open(url())) {
                assertThat(stream.next()).isPresent();
                assertThat(stream.next()).isPresent();
                waiting.countDown();
                thrown.complete(new AssertionError("it came: " + stream.next()));
            } catch (CancellationException e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("not interrupted"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(thrown.get(10, TimeUnit.SECONDS))
                .isInstanceOf(CancellationException.class)
                .hasMessage("interrupted");
    }
}
