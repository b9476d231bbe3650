package dev.stampede.summary;

import java.util.List;
import java.util.stream.IntStream;

/** Rows of metrics with their names, values and columns aligned. */
final class MetricTable {
    private static final int LEAST_DOTS = 3;

    private final List<String> trendStats;
    private final boolean color;
    private final int nameWidth;
    private final int valueWidth;
    private final int[] trendWidths;
    private final int[] extraWidths;

    /**
     * One row.
     *
     * @param indent spaces before the name
     * @param name as shown
     * @param trend whether the cells are one for each trend statistic; otherwise a value and what explains it
     */
    record Row(String indent, String name, boolean trend, List<String> cells) {
        private int nameWidth() {
            return indent.length() + name.length();
        }

        private List<String> extras() {
            return cells.subList(1, cells.size());
        }
    }

    /** A table as wide as these rows need. */
    MetricTable(List<Row> rows, List<String> trendStats, boolean color) {
        this.trendStats = trendStats;
        this.color = color;
        List<Row> trends = rows.stream().filter(Row::trend).toList();
        List<Row> others = rows.stream().filter(row -> !row.trend()).toList();
        nameWidth = rows.stream().mapToInt(Row::nameWidth).max().orElse(0);
        valueWidth = others.stream()
                .mapToInt(row -> row.cells().getFirst().length())
                .max()
                .orElse(0);
        trendWidths = widths(trends.stream().map(Row::cells).toList());
        extraWidths = widths(others.stream().map(Row::extras).toList());
    }

    private static int[] widths(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .filter(row -> row.size() > column)
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
    }

    String line(Row row) {
        String dots = ".".repeat(nameWidth - row.nameWidth() + LEAST_DOTS) + ":";
        return row.indent() + row.name() + Style.DOTS.apply(dots, color) + " "
                + (row.trend() ? trend(row) : value(row));
    }

    private String trend(Row row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.cells().size(); i++) {
            line.append(i == 0 ? "" : " ").append(trendStats.get(i)).append('=');
            append(line, row.cells().get(i), Style.VALUE, trendWidths[i]);
        }
        return line.toString();
    }

    private String value(Row row) {
        StringBuilder line = new StringBuilder();
        append(line, row.cells().getFirst(), Style.VALUE, valueWidth);
        List<String> extras = row.extras();
        for (int i = 0; i < extras.size(); i++) {
            line.append(' ');
            // one alone is not padded
            append(line, extras.get(i), Style.EXTRA, extras.size() == 1 ? 0 : extraWidths[i]);
        }
        return line.toString();
    }

    private void append(StringBuilder line, String cell, Style style, int width) {
        line.append(style.apply(cell, color)).append(" ".repeat(Math.max(0, width - cell.length())));
    }
}
