package dev.stampede.summary;

import dev.stampede.clock.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the console shows before and during a run. (k6: {@code internal/cmd/ui.go}.) */
public final class Progress {
    private static final int LONGEST_NAME = 30;

    private Progress() {}

    /**
     * What is going to happen.
     *
     * @param test what is run
     * @param outputs where the samples go, in words
     * @param share part of the load that is run, up to 1
     * @param maxVus most users there may be at one time
     * @param maxDuration longest time the load may take, graceful stop included
     * @param scenarios descriptions by name, in order of their start
     */
    public static List<String> banner(
            String test,
            List<String> outputs,
            double share,
            int maxVus,
            Duration maxDuration,
            Map<String, String> scenarios) {
        List<String> lines = new ArrayList<>();
        lines.add("     execution: local");
        lines.add("        script: " + test);
        lines.add("        output: " + (outputs.isEmpty() ? "-" : String.join(", ", outputs)));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "     scenarios: (%.2f%%) ", share * 100) + scenarios.size()
                + (scenarios.size() > 1 ? " scenarios, " : " scenario, ")
                + maxVus + " max VUs, " + Durations.format(roundToTenth(maxDuration))
                + " max duration (incl. graceful stop):");
        scenarios.forEach((name, description) -> lines.add("              * " + name + ": " + description));
        lines.add("");
        return List.copyOf(lines);
    }

    private static Duration roundToTenth(Duration duration) {
        return Duration.ofMillis((duration.toMillis() + 50) / 100 * 100);
    }

    /**
     * How far the run is, in one line that stays readable in a log, such as
     * {@code running (05.0s/36.0s), 3/3 VUs, 54 complete and 0 interrupted iterations   default   [  83% ] 3 VUs  5.0s/6s};
     * several scenarios have a line each below it.
     */
    public static String line(ProgressSnapshot now) {
        String run = "running (" + FixedLength.time(now.elapsed(), now.planned()) + "/"
                + FixedLength.time(now.planned(), now.planned()) + "), "
                + FixedLength.number(now.activeVus(), now.maxVus()) + "/"
                + FixedLength.number(now.startedVus(), now.maxVus()) + " VUs, " + now.complete() + " complete and "
                + now.interrupted() + " interrupted iterations";
        if (!now.phase().isEmpty()) {
            return run + "   " + now.phase();
        }
        List<String> scenarios = scenarios(now.scenarios());
        return scenarios.isEmpty() ? run : run + (scenarios.size() == 1 ? "   " : "\n") + String.join("\n", scenarios);
    }

    private static List<String> scenarios(List<ProgressSnapshot.Scenario> scenarios) {
        int name =
                scenarios.stream().mapToInt(s -> shown(s.name()).length()).max().orElse(0);
        List<Integer> widths = new ArrayList<>();
        for (ProgressSnapshot.Scenario scenario : scenarios) {
            for (int i = 0; i < scenario.columns().size(); i++) {
                int width = scenario.columns().get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return scenarios.stream().map(s -> scenario(s, name, widths)).toList();
    }

    private static String scenario(ProgressSnapshot.Scenario scenario, int nameWidth, List<Integer> widths) {
        // done is only what got to its end
        boolean unfinished = scenario.status() == ProgressSnapshot.Status.DONE && scenario.fraction() < 1;
        ProgressSnapshot.Status status = unfinished ? ProgressSnapshot.Status.INTERRUPTED : scenario.status();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %s [ %3d%% ] ",
                padded(shown(scenario.name()), nameWidth),
                status.sign(),
                Math.round(100 * scenario.fraction())));
        for (int i = 0; i < scenario.columns().size(); i++) {
            line.append(padded(scenario.columns().get(i), widths.get(i))).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private static String shown(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 3) + "..." : name;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
