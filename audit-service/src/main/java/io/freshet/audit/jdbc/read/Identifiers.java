package io.freshet.audit.jdbc.read;

import java.util.List;
import javax.sql.DataSource;

/** Finds the runs and attempts whose identifiers begin with a text, so that people need not copy all of it. Thread-safe. */
public final class Identifiers {
    /** How many are named at the most where several are meant. */
    public static final int MOST = 5;

    private final DataSource database;

    public Identifiers(DataSource database) {
        this.database = database;
    }

    /** The run of this name alone, if there is one; else those that begin so, at most {@value #MOST}, in order. */
    public List<String> runs(String text) {
        return matching("runs", "run", text);
    }

    /** The attempt of this name alone, if there is one; else those that begin so, at most {@value #MOST}, in order. */
    public List<String> attempts(String text) {
        return matching("attempts", "attempt", text);
    }

    private List<String> matching(String table, String column, String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> found = Query.of("SELECT %s AS id FROM %s WHERE true".formatted(column, table))
                .addPrefix(column, text)
                .add("ORDER BY %s LIMIT ?".formatted(column), MOST)
                .list(database, fields -> fields.text("id"));
        // The shortest that begins so comes first: the very one, if it exists.
        return !found.isEmpty() && found.getFirst().equals(text) ? List.of(text) : found;
    }
}
