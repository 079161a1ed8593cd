package io.freshet.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows under headings, in columns as wide as they must be. Not thread-safe. */
public final class Table {
    private static final String GAP = "  ";
    private static final String CUT = "…";
    /** The last column keeps as much, however narrow the terminal is. */
    private static final int LEAST_LAST = 12;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row; cells beyond the headings are refused, missing ones and those that are null are empty. */
    public Table row(@Nullable Object... cells) {
        if (cells.length > headings.size()) {
            throw new IllegalArgumentException("%d cells under %d headings".formatted(cells.length, headings.size()));
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            row.add(i < cells.length ? Objects.toString(cells[i], "") : "");
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The whole table, each line ended by a newline; the last column is not padded. */
    public String text(Style style) {
        return text(style, Integer.MAX_VALUE);
    }

    /**
     * The same for a terminal: the last column, which says most, is cut where the line would not fit.
     *
     * @param width of the terminal in characters
     */
    public String text(Style style, int width) {
        StringBuilder text = new StringBuilder();
        text.append(style.heading(line(headings, Style.PLAIN, width))).append('\n');
        rows.forEach(row -> text.append(line(row, style, width)).append('\n'));
        return text.toString();
    }

    private String line(List<String> cells, Style style, int width) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int column = 0; column < cells.size(); column++) {
            boolean last = column == cells.size() - 1;
            String cell = last ? cut(cells.get(column), width - used) : cells.get(column);
            line.append(style.state(cell));
            if (!last) {
                line.append(" ".repeat(width(column) - length(cell))).append(GAP);
                used += width(column) + GAP.length();
            }
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String cell, int room) {
        int kept = Math.max(LEAST_LAST, room);
        return length(cell) <= kept ? cell : cell.substring(0, cell.offsetByCodePoints(0, kept - 1)) + CUT;
    }

    private int width(int column) {
        int width = length(headings.get(column));
        for (List<String> row : rows) {
            width = Math.max(width, length(row.get(column)));
        }
        return width;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
