package dev.stampede.acceptance.forked;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.Moshi;
import dev.stampede.output.cloud.proto.MetricSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * The service's end of the stream flow: opens runs, takes metrics, closes runs, and remembers who did what in which order.
 * Thread-safe.
 */
final class RecordingCloud implements AutoCloseable {
    private static final Pattern OF_A_RUN = Pattern.compile("/v1/tests/(\\d+)|/v2/metrics/(\\d+)");

    private final MockWebServer server = new MockWebServer();
    private final List<CloudRun> runs = new CopyOnWriteArrayList<>();
    private final List<String> oddities = new CopyOnWriteArrayList<>();
    private volatile @Nullable String refused;

    private RecordingCloud() {}

    static RecordingCloud start() throws IOException {
        RecordingCloud cloud = new RecordingCloud();
        cloud.server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return cloud.answer(request);
            }
        });
        cloud.server.start();
        return cloud;
    }

    /** To be given as the host. */
    String url() {
        return server.url("/").toString();
    }

    /** Takes no metrics of runs of this class, and has them stop for that. */
    RecordingCloud takingNothingOf(Class<?> type) {
        refused = type.getSimpleName() + ".";
        return this;
    }

    /** Everything that was opened, in that order. */
    List<CloudRun> runs() {
        return List.copyOf(runs);
    }

    /** Requests that the real service would have refused. */
    List<String> oddities() {
        return List.copyOf(oddities);
    }

    /** The run that tests of a class have opened, as soon as they have. */
    CloudRun opened(Class<?> type) {
        Eventually.holds("a run of " + type.getSimpleName() + " is opened", () -> find(type) != null);
        return requireNonNull(find(type));
    }

    /** The run that tests of a class have opened. */
    CloudRun of(Class<?> type) {
        CloudRun run = find(type);
        if (run == null) {
            throw new AssertionError("no run of " + type.getSimpleName() + " was opened, only: " + runs);
        }
        return run;
    }

    private @Nullable CloudRun find(Class<?> type) {
        return runs.stream()
                .filter(run -> run.name().startsWith(type.getSimpleName() + "."))
                .findFirst()
                .orElse(null);
    }

    private synchronized MockResponse answer(RecordedRequest request) {
        ByteString body = requireNonNull(request.getBody(), "body");
        String target = request.getTarget();
        if (target.equals("/v1/tests")) {
            CloudRun run =
                    new CloudRun(runs.size() + 1, String.valueOf(object(body).get("name")));
            runs.add(run);
            return reply(200, "{\"reference_id\": \"" + run.id() + "\", \"config\": " + settings(run) + "}");
        }
        Matcher ofARun = OF_A_RUN.matcher(target);
        if (!ofARun.matches()) {
            return odd(404, request);
        }
        boolean finish = ofARun.group(1) != null;
        int id = Integer.parseInt(finish ? ofARun.group(1) : ofARun.group(2));
        if (id < 1 || id > runs.size()) {
            return odd(404, request);
        }
        CloudRun run = runs.get(id - 1);
        if (finish) {
            run.finished(object(body));
            return reply(200, "{}");
        }
        if (isRefused(run)) {
            return reply(403, "{\"error\": {\"code\": 4, \"message\": \"enough\"}}");
        }
        MetricSet set = metrics(body);
        if (!set.getTestRunId().equals(Integer.toString(id))) {
            return odd(400, request);
        }
        run.pushed(set);
        return reply(200, "{}");
    }

    /** Buckets are closed after a second or two and pushed at once, not after eleven. */
    private String settings(CloudRun run) {
        return "{\"aggregationPeriod\": \"1s\", \"aggregationWaitPeriod\": \"1s\", \"metricPushInterval\": \"100ms\","
                + " \"stopOnError\": " + isRefused(run) + "}";
    }

    private boolean isRefused(CloudRun run) {
        String prefix = refused;
        return prefix != null && run.name().startsWith(prefix);
    }

    private MockResponse odd(int status, RecordedRequest request) {
        oddities.add(request.getRequestLine());
        return reply(status, "{}");
    }

    private static MockResponse reply(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    private static Map<?, ?> object(ByteString body) {
        try {
            return requireNonNull(
                    new Moshi.Builder().build().adapter(Map.class).fromJson(body.utf8()), "a JSON object");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MetricSet metrics(ByteString body) {
        try {
            return MetricSet.parseFrom(Snappy.uncompress(body.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
