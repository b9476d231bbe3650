package dev.stampede.engine;

import dev.stampede.IterationErrors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts what iterations threw, grouped by cause; keeps the first of each. Thread-safe. */
public final class ErrorLog {
    /** Groups beyond this number are counted together: a test that throws something new each time must not fill memory. */
    private static final int MOST_GROUPS = 200;

    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");

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
            "dev.stampede.feed.",
            "dev.stampede.forks.",
            "dev.stampede.http.",
            "dev.stampede.junit.",
            "dev.stampede.metrics.",
            "dev.stampede.output.",
            "dev.stampede.run.",
            "dev.stampede.secrets.",
            "dev.stampede.summary.",
            "dev.stampede.thresholds.",
            "dev.stampede.traces.");

    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private final AtomicInteger kinds = new AtomicInteger();

    /** An empty log. */
    public ErrorLog() {}

    void add(VuSession vu, Throwable thrown) {
        String fingerprint = fingerprint(thrown);
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(fingerprint)) {
            fingerprint = "others";
        }
        groups.computeIfAbsent(fingerprint, f -> new Group(kinds.getAndIncrement(), vu, thrown))
                .count
                .incrementAndGet();
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

    /** Message of an exception; null if it has none, or throws when it is asked for it. */
    public static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException | Error e) {
            return null;
        }
    }

    /** What was thrown so far, most frequent first; of equally frequent ones that which came first. */
    public List<IterationErrors> errors() {
        return groups.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> e.getValue().order))
                .map(e -> e.getValue().result(e.getKey()))
                .sorted(Comparator.comparingLong(IterationErrors::count).reversed())
                .toList();
    }

    /**
     * Type, and the first frame outside libraries: where the test's own code went wrong, such as {@code
     * IllegalStateException at Cart.add:17}. Exceptions of the same fingerprint count as the same.
     */
    public static String fingerprint(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        String exception = name.isEmpty() ? thrown.getClass().getName() : name;
        StackTraceElement frame = ownCode(stackTrace(thrown)).orElse(null);
        if (frame != null) {
            String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
            return exception + " at " + type + "." + method(frame) + ":" + frame.getLineNumber();
        }
        return exception;
    }

    private static StackTraceElement[] stackTrace(Throwable thrown) {
        try {
            StackTraceElement[] trace = thrown.getStackTrace();
            return trace == null ? new StackTraceElement[0] : trace; // whatever a test's own says
        } catch (RuntimeException | Error e) {
            return new StackTraceElement[0];
        }
    }

    /** That of a lambda is the one it is written in. */
    private static String method(StackTraceElement frame) {
        Matcher lambda = LAMBDA.matcher(frame.getMethodName());
        return lambda.matches() ? lambda.group(1) : frame.getMethodName();
    }

    /** The innermost frame of the test's own code, which is what belongs to none of the libraries. */
    static Optional<StackTraceElement> ownCode(StackTraceElement[] trace) {
        return Arrays.stream(trace)
                .filter(frame -> LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst();
    }

    private static final class Group {
        private final AtomicLong count = new AtomicLong();
        private final int order;
        private final int vu;
        private final long iteration;
        private final String scenario;
        private final long dataRow;
        private final Throwable first;

        Group(int order, VuSession vu, Throwable first) {
            this.order = order;
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
