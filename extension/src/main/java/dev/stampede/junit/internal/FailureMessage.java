package dev.stampede.junit.internal;

import dev.stampede.AbortCause;
import dev.stampede.IterationErrors;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.Durations;
import dev.stampede.engine.ErrorLog;
import dev.stampede.engine.OneLine;
import dev.stampede.metrics.Printable;
import dev.stampede.run.RunReport;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a load test that did not pass says: why, every threshold, the checks that failed, what iterations
 * threw, where to look. Pure functions. */
final class FailureMessage {
    private static final int MOST_KINDS = 10;
    private static final int LONGEST_MESSAGE = 300;
    private static final int LONGEST_REASON = 1000;

    private FailureMessage() {}

    /**
     * The whole message.
     *
     * @param maxVus most virtual users there may have been at one time
     * @param thrower the method around the load that threw the report's cause; null if none did
     */
    static String of(RunReport report, int maxVus, @Nullable String thrower) {
        StringBuilder text = new StringBuilder();
        text.append(headline(report, maxVus, thrower));
        report.inconclusive().forEach(finding -> text.append("\n  ! ").append(finding));
        // the one that nobody wrote down is only news when it failed
        report.thresholds().stream()
                .filter(threshold -> threshold.declared() || threshold.failed())
                .forEach(threshold -> text.append("\n  ").append(ThresholdText.line(threshold)));
        problems(report, text);
        CheckText.append(report.checks(), text);
        TraceText.append(report, text);
        errors(report.errors(), text);
        report.alsoThrown().forEach(thrown -> text.append("\nAlso thrown: ").append(shortened(ErrorLog.text(thrown))));
        report.url().ifPresent(url -> text.append("\nRun: ").append(url));
        return Printable.lines(text.toString());
    }

    private static String headline(RunReport report, int maxVus, @Nullable String thrower) {
        String extent = "after " + LoadText.iterations(iterations(report)) + " (" + LoadText.vus(maxVus) + ", "
                + rounded(report.duration()) + ")";
        if (!report.inconclusive().isEmpty()) {
            return "Load test inconclusive: this machine could not drive the load " + extent + reason(report);
        }
        return switch (report.ending()) {
            case FINISHED -> "Load test failed: " + shortfall(report) + " " + extent;
            case ABORTED_BY_THRESHOLD ->
                // none of its own failed in a run that was stopped for what other generators measured, too
                "Load test aborted: "
                        + (report.thresholds().stream().anyMatch(ThresholdResult::failed)
                                ? shortfall(report) + " "
                                : "")
                        + extent
                        + reason(report);
            case ABORTED_BY_USER, ABORTED_BY_SYSTEM, ABORTED_BY_ERROR ->
                "Load test aborted: " + because(report, thrower) + "\n  " + extent;
            case TIMED_OUT -> "Load test timed out: " + because(report, thrower) + "\n  " + extent;
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

    private static String because(RunReport report, @Nullable String thrower) {
        String what = thrower == null ? given(report) : thrower + " threw";
        if (report.cause().isEmpty()) {
            return what;
        }
        String thrown = shortened(ErrorLog.text(report.cause().get()));
        if (what.isEmpty()) {
            return thrown;
        }
        return what.contains(thrown) ? what : what + ": " + thrown;
    }

    /** The reason, which may be the test's own words: of {@code vu.abort(body)} a page of text. */
    private static String given(RunReport report) {
        String reason = report.reason().orElse("");
        if (report.abortCause().filter(AbortCause.VU_ABORT::equals).isEmpty()) {
            return reason;
        }
        return reason.isBlank() ? "vu.abort() was called, without a reason" : OneLine.excerpt(reason, LONGEST_REASON);
    }

    private static String reason(RunReport report) {
        return report.reason().map(reason -> "\n  " + reason).orElse("");
    }

    /** Thresholds that fit nothing that was recorded, unless that is the reason given above. */
    private static void problems(RunReport report, StringBuilder text) {
        String given = report.reason().orElse("");
        report.problems().stream()
                .filter(problem -> !given.contains(problem))
                .forEach(problem -> text.append("\n  ").append(problem));
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
            if (kind.dataRow() > 0) {
                text.append(", data row ").append(kind.dataRow());
            }
            String message = ErrorLog.message(kind.first());
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
        long step = duration.toMillis() < 1000 ? 1 : 100;
        return Durations.format(Duration.ofMillis((duration.toMillis() + step / 2) / step * step));
    }

    /** The whole text is in the stack trace of the cause. */
    private static String shortened(String message) {
        return OneLine.of(message, LONGEST_MESSAGE);
    }
}
