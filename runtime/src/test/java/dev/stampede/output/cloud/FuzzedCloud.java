package dev.stampede.output.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/**
 * A service that answers with {@link FuzzedReply fuzzed replies}. What it answers follows from the seed, the request's method
 * and path, and how many of those there were before: not from which of two threads comes first. Thread-safe.
 */
final class FuzzedCloud extends Dispatcher {
    /** What it has to tell of a secret. */
    static final String SECRET = "hush-hush-hush";

    private final ProvisionedCloud sound = new ProvisionedCloud();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final long seed;
    private final boolean mayStall;
    private volatile boolean isLocked;

    FuzzedCloud(long seed, boolean mayStall) {
        this.seed = seed;
        this.mayStall = mayStall;
    }

    /** From now on runs are opened as they should be, and nobody may do anything else; or it is fuzzed again. */
    void locked(boolean locked) {
        isLocked = locked;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        MockResponse usual = usual(request, path);
        if (isLocked) {
            boolean opens = path.endsWith("/tests") || path.startsWith("/cloud/v6/") || path.endsWith("_execution");
            return opens ? usual : ProvisionedCloud.reply(401, "");
        }
        String what = request.getMethod() + " " + path;
        int before = asked.merge(what, 1, Integer::sum);
        SplittableRandom random = new SplittableRandom(seed * 31L * 31L + what.hashCode() * 31L + before);
        return new FuzzedReply(random, request, text(usual), mayStall).of(usual);
    }

    private MockResponse usual(RecordedRequest request, String path) {
        if (path.endsWith("/v1/tests")) {
            return ProvisionedCloud.reply(201, """
                    {"reference_id":"1001","config":{"aggregationPeriod":"3s","stopOnError":true,"maxTimeSeriesInBatch":10},
                     "logs":[{"level":"info","message":"hello"}],"test_run_token":"%s",
                     "secrets_config":{"endpoint":"%ssecrets/{key}","response_path":"plaintext"}}
                    """.formatted(
                            ProvisionedCloud.RUN_TOKEN, request.getUrl().resolve("/")));
        }
        if (path.startsWith("/secrets/")) {
            return ProvisionedCloud.reply(200, "{\"plaintext\":\"" + SECRET + "\"}");
        }
        return path.endsWith("/cloud/v6/auth")
                ? ProvisionedCloud.reply(200, "{\"stack_id\":17,\"default_project_id\":55}")
                : sound.dispatch(request);
    }

    private static String text(MockResponse response) {
        Buffer buffer = new Buffer();
        MockResponseBody body = response.getBody();
        if (body != null) {
            try {
                body.writeTo(buffer);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail
            }
        }
        return buffer.readUtf8();
    }
}
