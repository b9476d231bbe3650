package dev.stampede.junit.internal;

import dev.stampede.IterationErrors;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.Durations;
import dev.stampede.run.RunReport;
import java.time.Duration;
import java.util.List;

/** What a load test that did not pass says: why, every threshold, what iterations threw, where to look. Pure functions. */
final class FailureMessage {
    private static final int MOST_KINDS = 10;
    private static final int LONGEST_MESSAGE = 300;

    private FailureMessage() {}

    /**
     * The whole message.
     *
     * @param maxVus most virtual users there may have been at one time
     */
    static String of(RunReport report, int maxVus) {
        StringBuilder text = new StringBuilder();
        text.append(headline(report, maxVus));
        report.thresholds().forEach(threshold -> text.append("\n  ").append(ThresholdText.line(threshold)));
        errors(report.errors(), text);
        report.url().ifPresent(url -> text.append("\nRun: ").append(url));
        return text.toString();
    }

    private static String headline(RunReport report, int maxVus) {
        String extent = "after " + LoadText.iterations(iterations(report)) + " (" + LoadText.vus(maxVus) + ", "
                + rounded(report.duration()) + ")";
        return switch (report.ending()) {
            case FINISHED -> "Load test failed: " + shortfall(report) + " " + extent;
            case ABORTED_BY_THRESHOLD -> "Load test aborted: " + shortfall(report) + " " + extent + reason(report);
            case ABORTED_BY_USER, ABORTED_BY_SYSTEM, ABORTED_BY_ERROR ->
                "Load test aborted: " + because(report) + "\n  " + extent;
            case TIMED_OUT -> "Load test timed out: " + because(report) + "\n  " + extent;
        };
    }

    private static String shortfall(RunReport report) {
        List<ThresholdResult> declared =
                report.thresholds().stream().filter(ThresholdResult::declared).toList();
        long crossed = declared.stream().filter(ThresholdResult::failed).count();
        boolean threw = report.thresholds().stream().anyMatch(t -> t.failed() && !t.declared());
        String thresholds = crossed + " of " + LoadText.count(declared.size(), "threshold") + " crossed";
        String iterations = LoadText.iterations(thrown(report)) + " threw";
        return crossed > 0 ? threw ? thresholds + " and " + iterations : thresholds : iterations;
    }

    private static String because(RunReport report) {
        String reason = report.reason().orElse("");
        return report.cause()
                .map(cause -> reason.contains(cause.toString()) ? reason : join(reason, shortened(cause.toString())))
                .orElse(reason);
    }

    private static String join(String reason, String cause) {
        return reason.isEmpty() ? cause : reason + ": " + cause;
    }

    private static String reason(RunReport report) {
        return report.reason().map(reason -> "\n  " + reason).orElse("");
    }

    private static void errors(List<IterationErrors> errors, StringBuilder text) {
        if (errors.isEmpty()) {
            return;
        }
        text.append("\nIterations threw:");
        for (IterationErrors kind : errors.subList(0, Math.min(MOST_KINDS, errors.size()))) {
            text.append("\n  ").append(kind.count()).append(" × ").append(kind.fingerprint());
            text.append("; first in VU ").append(kind.firstVu());
            text.append(", iteration ").append(kind.firstIteration());
            text.append(", scenario ").append(kind.scenario());
            String message = kind.first().getMessage();
            if (message != null && !message.isBlank()) {
                text.append("\n      ").append(shortened(message));
            }
        }
        if (errors.size() > MOST_KINDS) {
            text.append("\n  and ")
                    .append(LoadText.count(errors.size() - MOST_KINDS, "more kind"))
                    .append(" of error");
        }
    }

    private static long thrown(RunReport report) {
        return report.errors().stream().mapToLong(IterationErrors::count).sum();
    }

    private static long iterations(RunReport report) {
        return report.metrics().contains("iterations") ? (long) report.value("iterations", "count") : 0;
    }

    private static String rounded(Duration duration) {
        return Durations.format(Duration.ofMillis((duration.toMillis() + 50) / 100 * 100));
    }

    /** Without line breaks, and not too long: the whole text is in the stack trace of the cause. */
    private static String shortened(String message) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
