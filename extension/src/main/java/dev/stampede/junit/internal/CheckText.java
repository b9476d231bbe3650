package dev.stampede.junit.internal;

import dev.stampede.CheckResult;
import dev.stampede.engine.OneLine;
import dev.stampede.metrics.Printable;
import java.util.Comparator;
import java.util.List;

/** Says which checks did not always hold, how often they did, and what the first failure of each was. */
final class CheckText {
    private static final int MOST = 10;
    private static final int LONGEST_NAME = 300;
    private static final String SEPARATOR = "::";

    /** Of as many failures by name: the same in each run. */
    private static final Comparator<CheckResult> ORDER = Comparator.comparingLong(CheckResult::fails)
            .reversed()
            .thenComparing(CheckResult::group)
            .thenComparing(CheckResult::name);

    private CheckText() {}

    /** Lines for a failure message, each begun with a line break, most failures first; nothing if all checks held. */
    static void append(List<CheckResult> checks, StringBuilder text) {
        List<CheckResult> failed =
                checks.stream().filter(check -> !check.passed()).sorted(ORDER).toList();
        if (failed.isEmpty()) {
            return;
        }
        text.append("\nChecks that failed:");
        for (CheckResult check : failed.subList(0, Math.min(MOST, failed.size()))) {
            text.append("\n  ").append(line(check));
            check.detail().lines().forEach(line -> text.append("\n      ").append(line));
        }
        if (failed.size() > MOST) {
            text.append("\n  and ").append(failed.size() - MOST).append(" more");
        }
    }

    /** {@code ✗ front::lists products -> held 98.2 % (982 of 1000)}. */
    static String line(CheckResult check) {
        return (check.passed() ? "✓ " : "✗ ") + name(check) + " -> held " + ThresholdText.percent(check.rate()) + " ("
                + check.passes() + " of " + (check.passes() + check.fails()) + ")";
    }

    private static String name(CheckResult check) {
        String group = check.group().startsWith(SEPARATOR) ? check.group().substring(SEPARATOR.length()) : "";
        return shown(group.isEmpty() ? check.name() : group + SEPARATOR + check.name());
    }

    /** A name as tests choose them: anything, and as long as a page of text if it is made of one. */
    static String shown(String name) {
        return OneLine.excerpt(Printable.line(name), LONGEST_NAME);
    }
}
