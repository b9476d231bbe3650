package dev.stampede.summary;

import dev.stampede.CheckResult;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TimeSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each check passed and failed: by name, whatever its group, and by group. One more receiver of what is drained
 * from the recorder; confined to the thread that drains.
 */
public final class CheckTally implements Recorder.Drained {
    private final Map<String, Check> byName = new LinkedHashMap<>();
    private final CheckGroup root = CheckGroup.root();

    /**
     * One check.
     *
     * @param name its name
     * @param passes how often it held
     * @param fails how often it did not
     */
    public record Check(String name, long passes, long fails) {
        Check plus(Check more) {
            return new Check(name, passes + more.passes, fails + more.fails);
        }
    }

    @Override
    public void accept(long epochSecond, TimeSeries series, Sink sink) {
        switch (series.metric().name()) {
            case "checks" -> add(series, sink);
            case "group_duration" -> {
                CheckGroup unused = group(series); // a group without checks is a group too
            }
            default -> {} // no business of checks
        }
    }

    private void add(TimeSeries series, Sink sink) {
        String name = series.tags().get(SystemTag.CHECK.key());
        if (name != null && sink instanceof Sink.RateSink rate) {
            Check check = new Check(name, rate.nonZero(), rate.count() - rate.nonZero());
            byName.merge(name, check, Check::plus);
            group(series).add(check);
        }
    }

    /** Without the tag, because it was left out of the system tags, everything is outside of groups. */
    private CheckGroup group(TimeSeries series) {
        String path = series.tags().get(SystemTag.GROUP.key());
        return path == null ? root : root.at(path);
    }

    /** The checks in the order they were first seen. */
    public List<Check> checks() {
        return List.copyOf(byName.values());
    }

    /** Knows what a failed check said. */
    @FunctionalInterface
    public interface Details {
        /**
         * The detail of a check that failed; empty when it is not known.
         *
         * @param group path of its group, empty outside of groups
         */
        String of(String group, String check);
    }

    /**
     * The checks group by group, those outside of groups first.
     *
     * @param details asked for those that failed
     */
    public List<CheckResult> results(Details details) {
        List<CheckResult> results = new ArrayList<>();
        collect(root, details, results);
        return List.copyOf(results);
    }

    private static void collect(CheckGroup group, Details details, List<CheckResult> into) {
        for (Check one : group.checks()) {
            String detail = one.fails() == 0 ? "" : details.of(group.path(), one.name());
            into.add(new CheckResult(group.path(), one.name(), one.passes(), one.fails(), detail));
        }
        group.groups().forEach(inner -> collect(inner, details, into));
    }

    /** What is outside of groups, with all groups in it. */
    CheckGroup root() {
        return root;
    }
}
