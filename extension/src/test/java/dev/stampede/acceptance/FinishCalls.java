package dev.stampede.acceptance;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** A cloud that opens every run under number 17, and keeps what it is told of their ends. Thread-safe. */
final class FinishCalls extends Dispatcher {
    private static final Pattern RUN_STATUS = Pattern.compile("\"run_status\":(\\d+)");
    private static final Pattern RESULT_STATUS = Pattern.compile("\"result_status\":(\\d+)");

    private final MockWebServer cloud;
    private final Queue<String> statuses = new ConcurrentLinkedQueue<>();
    private volatile Runnable whenTold = () -> {};

    private FinishCalls(MockWebServer cloud) {
        this.cloud = cloud;
    }

    static FinishCalls to(MockWebServer cloud) {
        FinishCalls calls = new FinishCalls(cloud);
        cloud.setDispatcher(calls);
        return calls;
    }

    /** Does something while the end of a run is being told. */
    void whenTold(Runnable action) {
        whenTold = action;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        if (request.getTarget().equals("/v1/tests/17") && request.getBody() != null) {
            String body = request.getBody().utf8();
            statuses.add(first(RUN_STATUS, body) + "/" + first(RESULT_STATUS, body));
            whenTold.run();
        }
        return new MockResponse.Builder().body("{\"reference_id\": \"17\"}").build();
    }

    private static String first(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        return matcher.find() ? matcher.group(1) : "none";
    }

    /** Run status and result status of each run so far, such as {@code 3/0}. */
    List<String> statuses() {
        return List.copyOf(statuses);
    }

    /** Runs a class with this cloud. */
    EngineExecutionResults run(Class<?> type) {
        return Jupiter.run(type, parameters());
    }

    Map<String, String> parameters() {
        return Map.of("stampede.cloud.host", cloud.url("/").toString());
    }
}
