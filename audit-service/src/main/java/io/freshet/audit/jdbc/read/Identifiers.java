package io.freshet.audit.jdbc.read;

import io.freshet.servicekit.jdbc.SqlFailure;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.function.Supplier;

/** Finds the runs and attempts whose identifiers begin with a text, so that people need not copy all of it. Thread-safe. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public abstract class Identifiers implements GenericRepository<KnownRun, String> {
    /** How many are named at the most where several are meant. */
    public static final int MOST = 5;

    /** The run of this name alone, if there is one; else those that begin so, at most {@value #MOST}, in order. */
    public List<String> runs(String text) {
        String from = StoredText.of(text);
        return matching(from, () -> runsBetween(from, TextRange.end(from), MOST));
    }

    /** The attempt of this name alone, if there is one; else those that begin so, at most {@value #MOST}, in order. */
    public List<String> attempts(String text) {
        String from = StoredText.of(text);
        return matching(from, () -> attemptsBetween(from, TextRange.end(from), MOST));
    }

    private static List<String> matching(String text, Supplier<List<String>> query) {
        if (text.isEmpty() || TextRange.end(text).isEmpty()) {
            return List.of();
        }
        List<String> found = SqlFailure.translate(query);
        // The shortest that begins so comes first: the very one, if it exists.
        return !found.isEmpty() && found.getFirst().equals(text) ? List.of(text) : found;
    }

    @Query("SELECT run FROM runs WHERE run >= :from AND run < :end ORDER BY run LIMIT :limit")
    abstract List<String> runsBetween(String from, String end, int limit);

    @Query("SELECT attempt FROM attempts WHERE attempt >= :from AND attempt < :end ORDER BY attempt LIMIT :limit")
    abstract List<String> attemptsBetween(String from, String end, int limit);
}
