package dev.stampede.results.runs;

import dev.stampede.output.cloud.api.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a run is, beside its samples. Immutable. Times are milliseconds since 1970-01-01T00:00Z; 0 where there is none.
 *
 * @param name name of the run, which is that of the test
 * @param project project it belongs to; 0 for none
 * @param maxVus most virtual users there may be
 * @param seconds longest time the load was planned to take
 * @param thresholds what was declared
 * @param created when it was opened
 * @param lastData when its last metrics came
 * @param ended when somebody said that it is over
 * @param status how it stands
 * @param failed whether its thresholds failed, as whoever ran it said; null while nobody did
 * @param note why it ended as it did; empty if there is nothing to say
 * @param stop what its generators are told to end for; null while they may go on
 * @param tokenHash SHA-256 of the token of the run in hex digits; empty when it has none
 * @param createKey idempotency key it was opened with; empty when there was none
 * @param summary what it came to; null while nobody has summed it up
 */
public record RunFacts(
        String name,
        long project,
        long maxVus,
        long seconds,
        List<DeclaredThreshold> thresholds,
        long created,
        long lastData,
        long ended,
        RunStatus status,
        @Nullable Boolean failed,
        String note,
        @Nullable StopAsked stop,
        String tokenHash,
        String createKey,
        @Nullable RunSummary summary) {

    /** Says by which version's rules the JSON is to be read. */
    static final String VERSION = "version";

    static final int THIS_VERSION = 1;

    public RunFacts {
        thresholds = List.copyOf(thresholds);
    }

    /** A run that is about to be opened. */
    public static RunFacts opened(
            String name,
            long project,
            long maxVus,
            long seconds,
            List<DeclaredThreshold> thresholds,
            String createKey) {
        return new RunFacts(
                name,
                project,
                maxVus,
                seconds,
                thresholds,
                0,
                0,
                0,
                RunStatus.CREATED,
                null,
                "",
                null,
                "",
                createKey,
                null);
    }

    RunFacts createdAt(long millis) {
        return with(now -> now.created = millis);
    }

    RunFacts withToken(String hash) {
        return with(now -> now.tokenHash = hash);
    }

    RunFacts withData(long millis) {
        return with(now -> {
            now.lastData = millis;
            now.status = status.isEnd() ? status : RunStatus.RUNNING;
        });
    }

    /** Metrics came at this time: nothing else is said by that. */
    RunFacts heard(long millis) {
        return with(now -> now.lastData = Math.max(lastData, millis));
    }

    RunFacts standing(RunStatus how) {
        return with(now -> now.status = how);
    }

    RunFacts endedAt(long millis, RunStatus how, @Nullable Boolean thresholdsFailed, String why) {
        return with(now -> {
            now.ended = millis;
            now.status = how;
            now.failed = thresholdsFailed;
            now.note = why;
        });
    }

    /** Its generators are to end. The first reason holds. */
    RunFacts stopping(StopAsked why) {
        return stop == null ? with(now -> now.stop = why) : this;
    }

    RunFacts with(RunSummary sum) {
        return with(now -> now.summary = sum);
    }

    RunFacts with(List<DeclaredThreshold> declared) {
        return with(now -> now.thresholds = declared);
    }

    RunFacts noted(String text) {
        return with(now -> now.note = text);
    }

    /** The same without what only the service that has it needs. */
    RunFacts withoutKeys() {
        return with(now -> {
            now.tokenHash = "";
            now.createKey = "";
        });
    }

    private RunFacts with(Consumer<Change> change) {
        Change made = new Change(this);
        change.accept(made);
        return made.facts();
    }

    /** What changes of a run. */
    private static final class Change {
        private final RunFacts before;
        private List<DeclaredThreshold> thresholds;
        private long created;
        private long lastData;
        private long ended;
        private RunStatus status;
        private @Nullable Boolean failed;
        private String note;
        private @Nullable StopAsked stop;
        private String tokenHash;
        private String createKey;
        private @Nullable RunSummary summary;

        Change(RunFacts before) {
            this.before = before;
            thresholds = before.thresholds;
            created = before.created;
            lastData = before.lastData;
            ended = before.ended;
            status = before.status;
            failed = before.failed;
            note = before.note;
            stop = before.stop;
            tokenHash = before.tokenHash;
            createKey = before.createKey;
            summary = before.summary;
        }

        RunFacts facts() {
            return new RunFacts(
                    before.name,
                    before.project,
                    before.maxVus,
                    before.seconds,
                    thresholds,
                    created,
                    lastData,
                    ended,
                    status,
                    failed,
                    note,
                    stop,
                    tokenHash,
                    createKey,
                    summary);
        }
    }

    /**
     * Whether its thresholds failed: of one generator as that said, of several as was judged on what they measured together, but for
     * thresholds that only generators know of. Null when nothing can be said.
     *
     * @param sum what it came to
     */
    public @Nullable Boolean verdict(RunSummary sum) {
        if (stop != null || status == RunStatus.ABORTED_BY_THRESHOLD) {
            return true;
        }
        Boolean judged = sum.failed();
        if (!status.isEnd() && !Boolean.TRUE.equals(judged)) {
            return null; // what holds so far may not hold to the end
        }
        if (failed == null || judged == null) {
            return failed != null ? failed : judged;
        }
        boolean knowsMore = failed && thresholds.stream().noneMatch(one -> Boolean.TRUE.equals(one.failed()));
        return (knowsMore || sum.generators() <= 1) ? failed : judged;
    }

    /** Whether it goes on, as far as can be told. */
    public boolean isLive() {
        return !status.isEnd() && status != RunStatus.TIMED_OUT;
    }

    /** As JSON. */
    SequencedMap<String, ?> json() {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put(VERSION, THIS_VERSION);
        json.put("name", name);
        json.put("project", project);
        json.put("max_vus", maxVus);
        json.put("seconds", seconds);
        json.put("thresholds", thresholds.stream().map(DeclaredThreshold::json).toList());
        json.put("created", created);
        json.put("last_data", lastData);
        json.put("ended", ended);
        json.put("status", status.code());
        if (failed != null) {
            json.put("failed", failed);
        }
        json.put("note", note);
        if (stop != null) {
            json.put("stop", stop.json());
        }
        json.put("token_hash", tokenHash);
        json.put("create_key", createKey);
        if (summary != null) {
            json.put("summary", summary.json());
        }
        return json;
    }

    /** From JSON; what is missing or of another kind is as if it had never been said. */
    static RunFacts of(Map<String, Object> json) {
        return new RunFacts(
                Json.text(json.get("name")),
                number(json, "project"),
                number(json, "max_vus"),
                number(json, "seconds"),
                Json.list(json.get("thresholds")).stream()
                        .map(DeclaredThreshold::of)
                        .flatMap(java.util.Optional::stream)
                        .toList(),
                number(json, "created"),
                number(json, "last_data"),
                number(json, "ended"),
                RunStatus.of(number(json, "status")).orElse(RunStatus.CREATED),
                json.get("failed") instanceof Boolean said ? said : null,
                Json.text(json.get("note")),
                StopAsked.of(json.get("stop")),
                Json.text(json.get("token_hash")),
                Json.text(json.get("create_key")),
                RunSummary.of(json.get("summary")));
    }

    /** Whether the JSON says how the run stands. */
    static boolean hasStatus(Map<String, Object> json) {
        return json.containsKey("status")
                && RunStatus.of(number(json, "status")).isPresent()
                && Json.text(json.get("status")).matches("-?[0-9]{1,2}");
    }

    private static long number(Map<String, Object> json, String name) {
        try {
            return Long.parseLong(Json.text(json.get(name)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
