package dev.stampede.summary;

import dev.stampede.ThresholdResult;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run came to, in k6's layout: thresholds, checks, metrics by section. Reads the run's sinks: call it from the
 * thread that drains, or when the run is over. (k6: {@code internal/js/summary.js}.)
 */
public final class Summary {
    private final SummaryOptions options;
    private final StringBuilder text = new StringBuilder("\n");

    private Summary(SummaryOptions options) {
        this.options = options;
    }

    /**
     * The text, with an empty line before it and two after it; empty when it is disabled.
     *
     * <p>Shown are metrics that have samples or thresholds. A default threshold that nobody declared is shown only when it
     * failed, and {@code iterations_failed}, which k6 does not have, only when it is not zero or has such a threshold;
     * {@code generator_…} only when they have.
     *
     * @param registry the run's metrics, every sample drained into their sinks
     * @param thresholds every threshold as it stood at its last evaluation
     * @param checks the run's checks
     * @param elapsed time from the start of the test to the end of its teardown
     * @param options how it looks
     */
    public static String render(
            MetricRegistry registry,
            List<ThresholdResult> thresholds,
            CheckTally checks,
            Duration elapsed,
            SummaryOptions options) {
        if (options.mode() == SummaryOptions.Mode.DISABLED) {
            return "";
        }
        List<ThresholdResult> shown = thresholds.stream()
                .filter(result -> result.declared() || result.failed())
                .toList();
        Summary summary = new Summary(options);
        if (!shown.isEmpty()) {
            summary.section("THRESHOLDS", new ThresholdLines(registry, options).lines(shown));
        }
        summary.section("TOTAL RESULTS", summary.results(new MetricRows(registry, shown, elapsed, options), checks));
        return summary.text.toString();
    }

    private void section(String title, List<String> lines) {
        text.append("  ")
                .append(Marks.TITLE)
                .append(' ')
                .append(Style.BOLD.apply(title, options.color()))
                .append(" \n\n");
        lines.forEach(line -> text.append(line).append('\n'));
        text.append('\n');
    }

    private List<String> results(MetricRows rows, CheckTally checks) {
        List<String> lines = new ArrayList<>();
        List<MetricTable.Row> totals = rows.checks();
        if (!totals.isEmpty()) {
            MetricTable table = table(totals);
            totals.forEach(row -> lines.add(table.line(row)));
            lines.add("");
            checks.checks().forEach(check -> addCheck(lines, check));
            if (!checks.checks().isEmpty()) {
                lines.add("");
            }
        }
        Map<MetricSection, List<MetricTable.Row>> sections = rows.bySection();
        MetricTable table =
                table(sections.values().stream().flatMap(List::stream).toList());
        sections.forEach((section, ofSection) -> {
            lines.add("    " + Style.BOLD.apply(section.name(), options.color()));
            ofSection.forEach(row -> lines.add(table.line(row)));
            lines.add("");
        });
        return lines;
    }

    private MetricTable table(List<MetricTable.Row> rows) {
        return new MetricTable(rows, options.trendStats(), options.color());
    }

    private void addCheck(List<String> lines, CheckTally.Check check) {
        boolean passed = check.fails() == 0;
        Style style = passed ? Style.PASS : Style.FAIL;
        String mark = passed ? Marks.PASS : Marks.FAIL;
        lines.add("    " + style.apply(mark + " " + Printable.line(check.name()), options.color()));
        if (!passed) {
            long percent = 100 * check.passes() / (check.passes() + check.fails());
            String counts = Marks.BELOW + "  " + percent + "% \u2014 " + Marks.PASS + " " + check.passes() + " / "
                    + Marks.FAIL + " " + check.fails();
            lines.add("      " + Style.FAIL.apply(counts, options.color()));
        }
    }
}
