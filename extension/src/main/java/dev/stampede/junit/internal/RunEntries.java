package dev.stampede.junit.internal;

import dev.stampede.CheckResult;
import dev.stampede.IterationErrors;
import dev.stampede.ThresholdResult;
import dev.stampede.clock.Durations;
import dev.stampede.metrics.Printable;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.runs.RunStatus;
import dev.stampede.run.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The report entries of a load test: one for the run, then one for each threshold and each check, of which those that failed
 * come first. Pure functions.
 *
 * <p>They are entries and not nodes of the tree: a node below a test template is an invocation, for which JUnit makes a test
 * instance and calls the {@code BeforeEach} and {@code AfterEach} callbacks of every extension, transactions and application
 * contexts included, only to say a line; and how many there are is not known before the load test, the first of them, is over.
 */
final class RunEntries {
    /** So many thresholds and so many checks have an entry; the attached summary has all. */
    static final int MOST = 50;

    private RunEntries() {}

    /** @param maxVus most virtual users there may have been at one time */
    static List<Map<String, String>> of(RunReport report, int maxVus) {
        List<Map<String, String>> entries = new ArrayList<>();
        entries.add(run(report, maxVus));
        // the one that nobody wrote down is only news when it failed
        List<ThresholdResult> thresholds = report.thresholds().stream()
                .filter(threshold -> threshold.declared() || threshold.failed())
                .toList();
        entries.addAll(each("threshold", thresholds, ThresholdResult::failed, RunEntries::threshold));
        entries.addAll(each("check", report.checks(), check -> !check.passed(), RunEntries::check));
        return entries;
    }

    private static Map<String, String> run(RunReport report, int maxVus) {
        boolean failed = new RunOutcome(report.ending(), report.thresholds()).tainted();
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("stampede.run", report.name());
        report.url().ifPresent(url -> entry.put("stampede.url", url));
        report.runId().ifPresent(id -> entry.put("stampede.runId", id));
        entry.put("stampede.passed", Boolean.toString(report.passed()));
        entry.put("stampede.ending", report.ending().name());
        report.abortCause().ifPresent(cause -> entry.put("stampede.cause", cause.name()));
        entry.put("stampede.status", RunStatus.text(report.ending()));
        entry.put("stampede.result", failed ? "failed (1)" : "passed (0)");
        entry.put(
                "stampede.duration",
                Durations.format(Duration.ofMillis(report.duration().toMillis())));
        entry.put("stampede.maxVUs", Integer.toString(maxVus));
        figure(entry, report, "iterations", "count");
        entry.put(
                "stampede.iterations_failed",
                Long.toString(report.errors().stream()
                        .mapToLong(IterationErrors::count)
                        .sum()));
        figure(entry, report, "http_reqs", "count");
        figure(entry, report, "http_req_failed", "rate");
        if (report.metrics().contains("http_reqs")) { // its trends may be there for a threshold only
            figure(entry, report, "http_req_duration", "p(95)");
        }
        return entry;
    }

    /** {@code stampede.iterations}, {@code stampede.http_req_duration p(95)}; left out when nothing was measured. */
    private static void figure(Map<String, String> entry, RunReport report, String metric, String aggregation) {
        if (!report.metrics().contains(metric)) {
            return;
        }
        String key = aggregation.startsWith("p") ? metric + " " + aggregation : metric;
        entry.put("stampede." + key, ThresholdText.value(metric, aggregation, report.value(metric, aggregation)));
    }

    private static <T> List<Map<String, String>> each(
            String kind, List<T> all, Predicate<T> failed, BiFunction<String, T, Map<String, String>> entry) {
        List<Map<String, String>> entries = new ArrayList<>();
        all.stream()
                .sorted(Comparator.comparing(failed::test, Comparator.reverseOrder()))
                .limit(MOST)
                .forEach(one -> entries.add(entry.apply("stampede." + kind + " ", one)));
        if (all.size() > MOST) {
            entries.add(Map.of(
                    "stampede." + kind + "s",
                    "and " + LoadText.count(all.size() - MOST, "more " + kind) + ", which the summary has"));
        }
        return entries;
    }

    private static Map<String, String> threshold(String prefix, ThresholdResult threshold) {
        return Map.of(
                prefix + Printable.line(threshold.metric() + " " + threshold.condition()),
                verdict(threshold) + ThresholdText.outcome(threshold));
    }

    /** Without samples nothing can be said to have passed. */
    private static String verdict(ThresholdResult threshold) {
        if (threshold.failed()) {
            return "failed, ";
        }
        return ThresholdText.isUnmeasured(threshold) ? "" : "passed, ";
    }

    private static Map<String, String> check(String prefix, CheckResult check) {
        String name = check.group().isEmpty() ? check.name() : check.group() + "::" + check.name();
        String rate =
                ThresholdText.percent(check.rate()) + ", " + check.passes() + " of " + (check.passes() + check.fails());
        String detail = check.detail().isEmpty() ? "" : ": " + check.detail();
        return Map.of(
                prefix + CheckText.shown(name),
                (check.passed() ? "passed, " : "failed, ") + rate + Printable.line(detail));
    }
}
