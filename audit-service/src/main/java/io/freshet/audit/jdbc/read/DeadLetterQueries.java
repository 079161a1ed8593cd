package io.freshet.audit.jdbc.read;

import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.api.DeadLetterInfo;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.topic.Topics;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks for dead letters. Thread-safe. */
public final class DeadLetterQueries {
    private static final String LETTERS = """
            SELECT t.*, d.decision, d.decided_by, d.decided_at
            FROM dead_letters t LEFT JOIN dead_letter_decisions d USING (topic, partition, record_offset)
            WHERE true""";

    private final DataSource database;

    public DeadLetterQueries(DataSource database) {
        this.database = database;
    }

    /**
     * Which letters are wanted; null: no matter.
     *
     * @param namespace of the workflow; only topics whose records are about one workflow have such letters
     * @param workflow its name
     * @param reason what the reason contains, in any case
     */
    public record Wanted(
            @Nullable String topic,
            @Nullable String namespace,
            @Nullable String workflow,
            @Nullable String reason,
            DeadLetterInfo.@Nullable State state) {
        public static final Wanted ANY = new Wanted(null, null, null, null, null);

        private Query restrict(Query query) {
            query.addIf(topic, "AND t.topic = ?")
                    .addIf(reason, "AND strpos(lower(t.reason), lower(?)) > 0")
                    .addIf(namespace, "AND split_part(t.key, '/', 1) = ?")
                    .addIf(workflow, "AND split_part(t.key, '/', 2) = ?");
            if (namespace != null || workflow != null) {
                query.add("AND t.topic = ANY(?)", Topics.ofWorkflows());
            }
            return switch (state) {
                case null -> query;
                case OPEN -> query.add("AND d.decision IS NULL");
                case RETRIED, DISCARDED -> query.add("AND d.decision = ?", state.name());
            };
        }
    }

    /** Newest first. */
    public ResultPage<DeadLetterInfo> list(Wanted wanted, PageRequest page) {
        Query query = wanted.restrict(Query.of(LETTERS));
        List<String> after = page.after();
        if (after != null) {
            query.add(
                    "AND (t.at, t.topic, t.partition, t.record_offset) < (?, ?, ?, ?)",
                    Instant.parse(after.getFirst()),
                    after.get(1),
                    Integer.valueOf(after.get(2)),
                    Long.valueOf(after.get(3)));
        }
        query.add("ORDER BY t.at DESC, t.topic DESC, t.partition DESC, t.record_offset DESC LIMIT ?", page.fetch());
        return ResultPage.of(query.list(database, DeadLetterQueries::info), page, DeadLetterQueries::sortKeys);
    }

    /** The letter about the record that was at this place; empty if there is none. */
    public Optional<DeadLetterInfo> at(SourceRecord place) {
        return Query.of(LETTERS)
                .add(
                        "AND t.topic = ? AND t.partition = ? AND t.record_offset = ?",
                        place.topic(),
                        place.partition(),
                        place.offset())
                .first(database, DeadLetterQueries::info);
    }

    private static DeadLetterInfo info(ResultRow row) throws SQLException {
        String decision = row.textOrNull("decision");
        return new DeadLetterInfo(
                row.text("topic"),
                (int) row.number("partition"),
                row.number("record_offset"),
                row.text("key"),
                row.text("reason"),
                row.text("rejected_by"),
                row.text("value"),
                row.number("bytes"),
                row.time("at"),
                decision == null
                        ? null
                        : new DeadLetterDecision(
                                DeadLetterDecision.Kind.valueOf(decision),
                                row.text("decided_by"),
                                row.time("decided_at")));
    }

    private static List<String> sortKeys(DeadLetterInfo letter) {
        return List.of(
                letter.at().toString(),
                letter.topic(),
                Integer.toString(letter.partition()),
                Long.toString(letter.offset()));
    }
}
