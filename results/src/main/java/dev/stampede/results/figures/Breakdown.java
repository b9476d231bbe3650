package dev.stampede.results.figures;

import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.TimeSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is told apart by tags: requests by name, method and status, errors, groups with their checks. Confined to whoever holds the
 * run; sinks are not to be changed.
 */
public final class Breakdown {
    /** Most requests, and errors, and groups with their checks, that are told apart: of so many names nobody reads more. */
    static final int MOST = 10_000;

    /** What all further ones are called. */
    public static final String MORE = "(more)";

    private static final RequestKey MORE_REQUESTS = new RequestKey(MORE, "", "");
    private static final ErrorKey MORE_ERRORS = new ErrorKey(MORE_REQUESTS, "", "");

    private final Map<RequestKey, Requests> requests = new HashMap<>();
    private final Map<ErrorKey, Sink.CounterSink> errors = new HashMap<>();
    private final GroupNode root = GroupNode.root(MOST);
    private final SortedSet<String> tags = new TreeSet<>();
    private final SortedSet<String> scenarios = new TreeSet<>();

    /** By what requests are told apart. */
    public record RequestKey(String name, String method, String status) {}

    /** Requests of one kind: how many, how many failed, and how long they took in milliseconds. */
    public record Requests(Sink.CounterSink count, Sink.RateSink failed, Sink.TrendSink durations) {}

    /** By what errors are told apart. */
    public record ErrorKey(RequestKey request, String code, String text) {}

    /** Where samples of a new series belong, beside their metric. */
    List<Sink> sinksOf(TimeSeries series) {
        TagSet of = series.tags();
        of.forEach((key, value) -> tags.add(key));
        String scenario = tag(of, "scenario");
        if (!scenario.isEmpty()) {
            scenarios.add(scenario);
        }
        List<Sink> sinks = new ArrayList<>();
        switch (series.metric().name()) {
            case "http_reqs" -> {
                sinks.add(requests(of).count);
                if (isError(of)) {
                    ErrorKey key = new ErrorKey(key(of), tag(of, "error_code"), tag(of, "error"));
                    sinks.add(errors.computeIfAbsent(fitting(errors, key, MORE_ERRORS), k -> new Sink.CounterSink()));
                }
            }
            case "http_req_duration" -> sinks.add(requests(of).durations);
            case "http_req_failed" -> sinks.add(requests(of).failed);
            case "checks" -> sinks.add(root.at(tag(of, "group")).check(tag(of, "check")));
            case "group_duration" -> sinks.add(root.at(tag(of, "group")).durations());
            default -> {} // the metric as a whole
        }
        return List.copyOf(sinks);
    }

    private static boolean isError(TagSet tags) {
        return tag(tags, "expected_response").equals("false")
                || !tag(tags, "error").isEmpty()
                || !tag(tags, "error_code").isEmpty();
    }

    private Requests requests(TagSet tags) {
        return requests.computeIfAbsent(
                fitting(requests, key(tags), MORE_REQUESTS),
                k -> new Requests(new Sink.CounterSink(), new Sink.RateSink(), new Sink.TrendSink()));
    }

    private static <K> K fitting(Map<K, ?> map, K key, K otherwise) {
        return map.size() < MOST || map.containsKey(key) ? key : otherwise;
    }

    private static RequestKey key(TagSet tags) {
        String name = tag(tags, "name");
        return new RequestKey(name.isEmpty() ? tag(tags, "url") : name, tag(tags, "method"), tag(tags, "status"));
    }

    private static String tag(TagSet tags, String key) {
        String value = tags.get(key);
        return value == null ? "" : value;
    }

    /** Requests by what tells them apart, in no order. */
    public Map<RequestKey, Requests> requests() {
        return Collections.unmodifiableMap(requests);
    }

    /** How often each error came, in no order. */
    public Map<ErrorKey, Sink.CounterSink> errors() {
        return Collections.unmodifiableMap(errors);
    }

    /** What is outside of groups, with all groups in it. */
    public GroupNode groups() {
        return root;
    }

    /** Names of all tags. */
    public List<String> tags() {
        return List.copyOf(tags);
    }

    /** Names of all scenarios. */
    public List<String> scenarios() {
        return List.copyOf(scenarios);
    }
}
