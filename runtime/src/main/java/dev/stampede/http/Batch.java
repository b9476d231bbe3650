package dev.stampede.http;

import dev.stampede.HttpRequest;
import dev.stampede.HttpResponse;
import dev.stampede.RequestFailedException;
import dev.stampede.forks.ForkScope;
import dev.stampede.forks.Forked;
import dev.stampede.metrics.SampleContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Requests sent at the same time, each on one of a few threads that are there for this batch only. Made for one batch, on the
 * thread that sends it. (k6: {@code lib/netext/httpext/batch.go}.)
 */
final class Batch {
    /** Of a request that was not sent because another one could not be. (k6 has no response for it at all.) */
    private static final int NOT_SENT = 1000;

    private final SampleContext samples;
    private final HttpOptions options;
    private final HttpLog log;
    private final Function<String, Target> targets;
    private final IntFunction<String> keys;
    private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> firstThrown = new AtomicReference<>();

    /**
     * A batch.
     *
     * @param samples context of the calling thread
     * @param targets reads URLs
     * @param keys what messages call a request, by its place
     */
    Batch(
            SampleContext samples,
            HttpOptions options,
            HttpLog log,
            Function<String, Target> targets,
            IntFunction<String> keys) {
        this.samples = samples;
        this.options = options;
        this.log = log;
        this.targets = targets;
        this.keys = keys;
    }

    /** A request, and whom it is for. */
    private record Part(CallRequest request, Target target, String host) {}

    List<HttpResponse> send(List<HttpRequest> requests) {
        List<Part> parts = new ArrayList<>(requests.size());
        for (HttpRequest request : requests) {
            CallRequest call = own(request);
            Target target;
            try {
                target = targets.apply(call.url());
            } catch (IllegalArgumentException e) {
                return notSent(requests, parts.size(), call, "invalid URL: " + e.getMessage());
            }
            parts.add(new Part(
                    call, target, target.url().host() + ":" + target.url().port()));
        }
        HttpResponse[] responses = new HttpResponse[parts.size()];
        int workers = Math.min(parts.size(), options.batch());
        if (workers == 1) {
            work(parts, responses);
        } else {
            inParallel(workers, parts, responses);
        }
        Throwable thrown = firstThrown.get();
        if (thrown instanceof RuntimeException runtime) {
            throw runtime;
        } else if (thrown instanceof Error error) {
            throw error;
        }
        if (!parts.isEmpty()) {
            remember(parts.getLast(), responses[responses.length - 1]);
        }
        return List.copyOf(Arrays.asList(responses));
    }

    private static CallRequest own(HttpRequest request) {
        if (request instanceof CallRequest call) {
            return call;
        }
        throw new IllegalArgumentException("a batch takes requests that Http.request(..) has made, but one is a "
                + request.getClass().getName());
    }

    /** Nothing is sent when one of them cannot be. */
    private List<HttpResponse> notSent(List<HttpRequest> requests, int wrong, CallRequest call, String text) {
        String shown = Target.shown(call.url());
        samples.lastCall().failed(call.method(), shown, text);
        if (call.throwsOnError()) {
            throw new RequestFailedException(call.method(), shown, text, 1020);
        }
        log.batchFailed(keys.apply(wrong), text);
        TransportError others =
                new TransportError(NOT_SENT, "not sent: batch request " + keys.apply(wrong) + ": " + text);
        List<HttpResponse> responses = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            TransportError error = i == wrong ? new TransportError(1020, text) : others;
            responses.add(own(requests.get(i)).notSent(error));
        }
        return List.copyOf(responses);
    }

    private void inParallel(int workers, List<Part> parts, HttpResponse[] responses) {
        ForkScope scope = new ForkScope(samples);
        boolean started = false;
        try {
            for (int i = 0; i < workers; i++) {
                Forked<@Nullable Void> unused = scope.fork(samples, () -> {
                    work(parts, responses);
                    return null;
                });
            }
            started = true;
        } catch (RejectedExecutionException e) {
            throw interrupted(); // the iteration was, and the thread is about to be
        } finally {
            if (!started) {
                boolean unused = scope.close(true);
            }
        }
        if (scope.close(false)) {
            throw interrupted();
        }
        for (Throwable failure : scope.takeFailures()) {
            boolean unused = firstThrown.compareAndSet(null, failure);
        }
    }

    /** As of a single request; the thread's interrupt stays set. */
    private static CancellationException interrupted() {
        return new CancellationException("interrupted");
    }

    /** Sends one after the other until there are none left. */
    private void work(List<Part> parts, HttpResponse[] responses) {
        for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
            try {
                responses[i] = limited(parts.get(i));
            } catch (CancellationException interrupted) {
                throw interrupted;
            } catch (RuntimeException thrown) {
                boolean unused = firstThrown.compareAndSet(null, thrown); // the others are sent nevertheless
            }
        }
    }

    private HttpResponse limited(Part part) {
        if (options.batchPerHost() == 0) {
            return part.request().send(part.target());
        }
        Semaphore room = hosts.computeIfAbsent(part.host(), host -> new Semaphore(options.batchPerHost()));
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
        try {
            return part.request().send(part.target());
        } finally {
            room.release();
        }
    }

    /** For messages of checks: what came last is the last of the batch. */
    private void remember(Part part, HttpResponse response) {
        String method = part.request().method();
        if (response.status() == 0) {
            samples.lastCall().failed(method, part.target().masked(), response.error());
        } else {
            samples.lastCall().answered(method, part.target().masked(), response.status());
        }
    }
}
