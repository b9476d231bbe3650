package dev.stampede.engine;

import dev.stampede.IterationErrors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what iterations threw, grouped by cause; keeps the first of each. Thread-safe. */
public final class ErrorLog {
    /** Groups beyond this number are counted together: a test that throws something new each time must not fill memory. */
    private static final int MOST_GROUPS = 200;

    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "kotlin.",
            "okhttp3.",
            "okio.",
            "retrofit2.",
            "org.assertj.",
            "org.junit.",
            "org.opentest4j.",
            "org.hamcrest.",
            "dev.stampede.clock.",
            "dev.stampede.engine.",
            "dev.stampede.http.",
            "dev.stampede.junit.",
            "dev.stampede.metrics.",
            "dev.stampede.output.",
            "dev.stampede.run.",
            "dev.stampede.summary.",
            "dev.stampede.thresholds.");

    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    /** An empty log. */
    public ErrorLog() {}

    void add(VuSession vu, Throwable thrown) {
        String fingerprint = fingerprint(thrown);
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(fingerprint)) {
            fingerprint = "others";
        }
        groups.computeIfAbsent(fingerprint, f -> new Group(vu, thrown)).count.incrementAndGet();
    }

    /** An exception in words; also one that throws when it is asked for them. */
    public static String text(Throwable thrown) {
        try {
            String text = thrown.toString();
            return text == null ? thrown.getClass().getName() : text;
        } catch (RuntimeException | Error e) {
            return thrown.getClass().getName();
        }
    }

    /** What was thrown so far, most frequent first. */
    public List<IterationErrors> errors() {
        return groups.entrySet().stream()
                .map(e -> e.getValue().result(e.getKey()))
                .sorted(Comparator.comparingLong(IterationErrors::count).reversed())
                .toList();
    }

    /** Type, and the first frame outside libraries: where the test's own code went wrong. */
    private static String fingerprint(Throwable thrown) {
        StackTraceElement frame = ownCode(thrown.getStackTrace()).orElse(null);
        if (frame != null) {
            String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
            return thrown.getClass().getSimpleName() + " at " + type + "." + frame.getMethodName() + ":"
                    + frame.getLineNumber();
        }
        return thrown.getClass().getSimpleName();
    }

    /** The innermost frame of the test's own code, which is what belongs to none of the libraries. */
    static Optional<StackTraceElement> ownCode(StackTraceElement[] trace) {
        return Arrays.stream(trace)
                .filter(frame -> LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst();
    }

    private static final class Group {
        private final AtomicLong count = new AtomicLong();
        private final int vu;
        private final long iteration;
        private final String scenario;
        private final long dataRow;
        private final Throwable first;

        Group(VuSession vu, Throwable first) {
            this.vu = vu.id();
            this.iteration = vu.iteration();
            this.scenario = vu.scenario();
            this.dataRow = vu.dataRow();
            this.first = first;
        }

        IterationErrors result(String fingerprint) {
            return new IterationErrors(fingerprint, count.get(), vu, iteration, scenario, dataRow, first);
        }
    }
}
