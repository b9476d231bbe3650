package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final RawServer.Script silent = connection -> {
        connection.readRequest(0);
        requested.countDown();
        connection.readRequest(0); // until the client goes
    };

    private interface Body {
        void run(VirtualUser vu, String url) throws IOException;
    }

    private record Ending(VirtualUser vu, @Nullable Throwable thrown, boolean interrupted) {}

    /** Runs the body on a virtual thread and interrupts it once the server has its request. */
    private Ending interrupted(Body body) throws Exception {
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        try (RawServer server = new RawServer(silent)) {
            Thread thread = Thread.ofVirtual().name("vu").start(() -> {
                try (VirtualUser vu = new VirtualUser()) {
                    Throwable thrown = null;
                    try {
                        body.run(vu, server.url());
                    } catch (Throwable e) {
                        thrown = e;
                    }
                    ending.complete(
                            new Ending(vu, thrown, Thread.currentThread().isInterrupted()));
                }
            });
            assertThat(requested.await(10, TimeUnit.SECONDS)).isTrue();
            thread.interrupt();
            return ending.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void interruptedCall_endsAtOnceAndRecordsNothing() throws Exception {
        Ending ending = interrupted((vu, url) -> vu.http().get(url));
        assertThat(ending.thrown()).isInstanceOf(CancellationException.class).hasMessage("interrupted");
        assertThat(ending.interrupted()).isTrue();
        assertThat(ending.vu().recorded().series()).isEmpty();
    }

    @Test
    void interruptedCallOfTheInstrumentedClient_recordsNothing() throws Exception {
        Ending ending = interrupted((vu, url) -> {
            Request request = new Request.Builder().url(url).build();
            vu.client().newCall(request).execute().close();
        });
        assertThat(ending.thrown()).isInstanceOf(IOException.class);
        assertThat(ending.interrupted()).isTrue();
        assertThat(ending.vu().recorded().series()).isEmpty();
    }

    @Test
    void interruptedThread_sendsNothing() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            try (VirtualUser vu = new VirtualUser()) {
                vu.http().get("http://127.0.0.1:1/");
                thrown.complete(new AssertionError("it was sent"));
            } catch (CancellationException e) {
                thrown.complete(e);
            }
        });
        assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }
}
