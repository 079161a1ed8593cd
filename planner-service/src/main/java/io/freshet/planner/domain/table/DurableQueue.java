package io.freshet.planner.domain.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue that outlives the decision: rows numbered in the order in which they came, and a row with the first and the next number. */
public final class DurableQueue<V> {
    private final Table<V> rows;
    private final Table<String> positions;
    private final String name;

    /**
     * A queue, empty if it never was used.
     *
     * @param rows of the queue's entries, under its name
     * @param positions in which the first and the next number are kept, in a row of its name
     */
    public DurableQueue(Table<V> rows, Table<String> positions, String name) {
        this.rows = rows;
        this.positions = positions;
        this.name = name;
    }

    public boolean isEmpty() {
        return positions.get(name) == null;
    }

    public void add(V value) {
        long[] bounds = bounds();
        rows.put(row(bounds[1]), value);
        setBounds(bounds[0], bounds[1] + 1);
    }

    @Nullable
    public V first() {
        return isEmpty() ? null : rows.get(row(bounds()[0]));
    }

    /** Puts another in the place of the first. */
    public void replaceFirst(V value) {
        rows.put(row(bounds()[0]), value);
    }

    public void removeFirst() {
        long[] bounds = bounds();
        rows.delete(row(bounds[0]));
        setBounds(bounds[0] + 1, bounds[1]);
    }

    /** How many there are. */
    public long size() {
        long[] bounds = bounds();
        return bounds[1] - bounds[0];
    }

    /** Is empty from now on, but leaves the rows to whoever clears the table. */
    public void abandon() {
        positions.delete(name);
    }

    /** Takes out what fulfils the condition; returns it, the first first. */
    public List<V> removeIf(Predicate<V> condition) {
        List<V> removed = new ArrayList<>();
        List<V> kept = new ArrayList<>();
        for (V value : all()) {
            (condition.test(value) ? removed : kept).add(value);
        }
        if (!removed.isEmpty()) {
            while (!isEmpty()) {
                removeFirst();
            }
            kept.forEach(this::add);
        }
        return removed;
    }

    /** All of it, the first first. */
    public List<V> all() {
        List<V> all = new ArrayList<>();
        long[] bounds = bounds();
        for (long number = bounds[0]; number < bounds[1]; number++) {
            V value = rows.get(row(number));
            if (value != null) {
                all.add(value);
            }
        }
        return all;
    }

    private long[] bounds() {
        String row = positions.get(name);
        if (row == null) {
            return new long[] {0, 0};
        }
        int space = row.indexOf(' ');
        return new long[] {Long.parseLong(row.substring(0, space)), Long.parseLong(row.substring(space + 1))};
    }

    private void setBounds(long first, long next) {
        if (first == next) {
            positions.delete(name);
        } else {
            positions.put(name, first + " " + next);
        }
    }

    private String row(long number) {
        return Keys.of(name, Keys.number(number));
    }
}
