package dev.stampede.summary;

import dev.stampede.Exemplar;
import dev.stampede.metrics.Printable;
import dev.stampede.metrics.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The traced round trips that are worth a look: a line each, with where its trace is found. Pure functions. */
public final class ExemplarLines {
    private ExemplarLines() {}

    /** Text of the section, with an empty line after it; empty when there are none, or the summary is disabled. */
    public static String section(List<Exemplar> exemplars, SummaryOptions options) {
        if (exemplars.isEmpty() || options.mode() == SummaryOptions.Mode.DISABLED) {
            return "";
        }
        ValueFormat format = new ValueFormat(options.timeUnit());
        List<List<String>> rows = exemplars.stream()
                .map(one -> List.of(what(one), format.value(one.duration().toNanos() / 1e6, ValueType.TIME)))
                .toList();
        int widest =
                rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        int longest =
                rows.stream().mapToInt(row -> row.getLast().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Exemplar one = exemplars.get(i);
            String kind = one.failed()
                    ? Style.FAIL.apply("failed", options.color())
                    : Style.SOURCE.apply("slow  ", options.color());
            lines.add("    " + kind + " " + padded(rows.get(i).getFirst(), widest) + " "
                    + Style.VALUE.apply(padded(rows.get(i).getLast(), longest), options.color()) + " "
                    + one.link().map(Printable::line).orElse(one.traceId()));
        }
        return "  " + Marks.TITLE + " " + Style.BOLD.apply("TRACES", options.color()) + "\n\n"
                + String.join("\n", lines) + "\n\n";
    }

    /** {@code GET http://shop/cart -> 503}. */
    private static String what(Exemplar one) {
        return Printable.line(one.method() + " " + one.name()) + " -> "
                + (one.status() == 0 ? "no answer" : Integer.toString(one.status()));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
