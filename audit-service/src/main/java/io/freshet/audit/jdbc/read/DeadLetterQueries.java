package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.DeadLetterInfo;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** Asks for dead letters. Thread-safe. */
public final class DeadLetterQueries {
    private final DataSource database;

    public DeadLetterQueries(DataSource database) {
        this.database = database;
    }

    /** Newest first. */
    public ResultPage<DeadLetterInfo> list(PageRequest slice) {
        Query query = Query.of("SELECT * FROM dead_letters WHERE true");
        List<String> after = slice.after();
        if (after != null) {
            query.add(
                    "AND (at, topic, partition, record_offset) < (?, ?, ?, ?)",
                    Instant.parse(after.getFirst()),
                    after.get(1),
                    Integer.parseInt(after.get(2)),
                    Long.parseLong(after.get(3)));
        }
        query.add("ORDER BY at DESC, topic DESC, partition DESC, record_offset DESC LIMIT ?", slice.fetch());
        return ResultPage.of(query.list(database, DeadLetterQueries::letter), slice, DeadLetterQueries::sortKeys);
    }

    private static DeadLetterInfo letter(ResultRow fields) throws SQLException {
        return new DeadLetterInfo(
                fields.text("topic"),
                fields.integer("partition"),
                fields.number("record_offset"),
                fields.text("key"),
                fields.text("reason"),
                fields.text("rejected_by"),
                fields.text("value"),
                fields.number("bytes"),
                fields.time("at"));
    }

    private static List<String> sortKeys(DeadLetterInfo letter) {
        return List.of(
                letter.at().toString(),
                letter.topic(),
                Integer.toString(letter.partition()),
                Long.toString(letter.offset()));
    }
}
