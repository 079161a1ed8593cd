package io.freshet.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns as wide as they must be. Not thread-safe. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row; cells beyond the headings are refused, missing ones are empty. */
    public Table row(Object... cells) {
        if (cells.length > headings.size()) {
            throw new IllegalArgumentException("%d cells under %d headings".formatted(cells.length, headings.size()));
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            row.add(i < cells.length ? String.valueOf(cells[i]) : "");
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The whole table, each line ended by a newline; the last column is not padded. */
    public String text(Style style) {
        StringBuilder text = new StringBuilder();
        text.append(style.heading(line(headings, style))).append('\n');
        rows.forEach(row -> text.append(line(row, style)).append('\n'));
        return text.toString();
    }

    private String line(List<String> cells, Style style) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(style.state(cell));
            if (column < cells.size() - 1) {
                line.append(" ".repeat(width(column) - cell.length())).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = headings.get(column).length();
        for (List<String> row : rows) {
            width = Math.max(width, row.get(column).length());
        }
        return width;
    }
}
