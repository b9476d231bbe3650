package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** A service of the provisioned flow that answers as the recorded one did, but for what a test wants otherwise. Thread-safe. */
public final class ProvisionedCloud extends Dispatcher {
    public static final String RUN_TOKEN = "run-token-1001";

    private final List<RecordedRequest> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<MockResponse>> answers = new ConcurrentHashMap<>();
    private volatile Consumer<String> onRequest = kind -> {};

    /** The next answers to requests of a kind; after them, and to others, those of the recording. */
    public void answer(String kind, MockResponse... next) {
        answers.computeIfAbsent(kind, k -> new ConcurrentLinkedQueue<>()).addAll(List.of(next));
    }

    /** The same with code 200. */
    public void answer(String kind, String... bodies) {
        for (String body : bodies) {
            answer(kind, reply(200, body));
        }
    }

    static MockResponse reply(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    static MockResponse status(String status) {
        return reply(200, "{\"id\":1001,\"status\":\"" + status + "\"}");
    }

    /** Told of each request's kind before it is answered. */
    void onRequest(Consumer<String> listener) {
        onRequest = listener;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        seen.add(request);
        String kind = kind(request);
        onRequest.accept(kind);
        Queue<MockResponse> scripted = answers.get(kind);
        MockResponse next = scripted == null ? null : scripted.poll();
        return next == null ? usual(kind, request) : next;
    }

    private static MockResponse usual(String kind, RecordedRequest request) {
        return switch (kind) {
            case "load test" -> reply(201, "{\"id\":77,\"project_id\":42,\"name\":\"x\"}");
            case "find" -> reply(200, "{\"value\":[{\"id\":77,\"name\":\"x\"}]}");
            case "projects" -> reply(200, "{\"value\":[{\"id\":55,\"name\":\"mine\",\"is_default\":true}]}");
            case "start" ->
                reply(200, started(requireNonNull(request.getUrl().resolve("/")).toString(), body(request)));
            case "status" -> status("initializing");
            case "push" -> reply(202, "");
            default -> reply(204, "");
        };
    }

    /** The reply to a start that the service at a URL gives. */
    static String started(String host, String request) {
        String upload = request.contains("\"archive_size\":null") ? "null" : "\"" + host + "archive/1001?sig=s3cr3t\"";
        return """
                {"test_run_id": 1001, "archive_upload_url": %2$s,
                 "test_run_details_page_url": "https://example.invalid/a/k6-app/runs/1001",
                 "runtime_config": {"test_run_token": "%3$s",
                  "metrics": {"push_url": "%1$smetrics-push/1001", "push_interval": null, "push_concurrency": null,
                   "aggregation_period": null, "aggregation_wait_period": null, "aggregation_min_samples": null,
                   "max_samples_per_package": null},
                  "secrets": {"endpoint": "%1$ssecrets/{key}", "response_path": "plaintext"},
                  "logs": {"push_url": "%1$slogs-push", "level": "info", "limit": 100, "push_period_seconds": "1s",
                   "message_max_size": 1000, "allowed_labels": ["level", "test_run_id"]}}}""".formatted(host, upload, RUN_TOKEN);
    }

    private static String kind(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        if (path.endsWith("/load_tests")) {
            return request.getMethod().equals("GET") ? "find" : "load test";
        }
        return path.equals("/cloud/v6/projects")
                ? "projects"
                : path.endsWith("/start_local_execution")
                        ? "start"
                        : path.startsWith("/cloud/v6/test_runs/")
                                ? "status"
                                : path.startsWith("/metrics-push/")
                                        ? "push"
                                        : path.endsWith("/notify")
                                                ? "notify"
                                                : path.substring(1).replaceAll("/.*", "");
    }

    /** What was asked, in order. */
    public List<RecordedRequest> seen() {
        return List.copyOf(seen);
    }

    /** Kind of each. */
    List<String> kinds() {
        return seen.stream().map(ProvisionedCloud::kind).toList();
    }

    /** The only request of a kind. */
    RecordedRequest the(String kind) {
        return seen.stream()
                .filter(request -> kind(request).equals(kind))
                .reduce((one, other) -> {
                    throw new AssertionError("more than one " + kind);
                })
                .orElseThrow(() -> new AssertionError("no " + kind + " in " + kinds()));
    }

    static String body(RecordedRequest request) {
        return request.getBody() == null ? "" : request.getBody().utf8();
    }
}
