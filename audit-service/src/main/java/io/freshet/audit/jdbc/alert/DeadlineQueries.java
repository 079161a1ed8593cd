package io.freshet.audit.jdbc.alert;

import io.freshet.audit.alert.Deadline;
import io.freshet.audit.alert.Expectation;
import io.freshet.audit.explain.OpenDeadlines;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.audit.jdbc.read.Query;
import io.freshet.audit.jdbc.read.ResultPage;
import io.freshet.audit.jdbc.read.ResultRow;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks what is due, and was. Thread-safe. */
public final class DeadlineQueries implements OpenDeadlines {
    private static final String EXPECTATIONS = """
            SELECT t.*, d.spec, d.layout FROM expectations t LEFT JOIN deadlines d
            ON d.namespace = t.namespace AND d.workflow = t.workflow AND d.deadline = t.deadline WHERE true
            """;

    /** Of each dataset of a deadline the one row that matters most. */
    private static final String PRESSING = """
            SELECT t.*, d.spec, d.layout FROM (
                SELECT DISTINCT namespace, spec->'subject'->>'dataset' AS dataset FROM deadlines WHERE true %s) s
            CROSS JOIN LATERAL (
                (SELECT 1 AS rank, e.* FROM expectations e WHERE e.namespace = s.namespace AND e.dataset = s.dataset
                 AND e.state = 'LATE' ORDER BY e.due_at LIMIT 1)
                UNION ALL
                (SELECT 2 AS rank, e.* FROM expectations e WHERE e.namespace = s.namespace AND e.dataset = s.dataset
                 AND e.state = 'EXPECTED' ORDER BY e.due_at LIMIT 1)
                UNION ALL
                (SELECT 3 AS rank, e.* FROM expectations e WHERE e.namespace = s.namespace AND e.dataset = s.dataset
                 AND e.state = 'ARRIVED' ORDER BY e.due_at DESC LIMIT 1)
                ORDER BY rank LIMIT 1) t
            LEFT JOIN deadlines d ON d.namespace = t.namespace AND d.workflow = t.workflow AND d.deadline = t.deadline
            """;

    private final DataSource database;
    private final MissingPartitions missing;

    public DeadlineQueries(DataSource database) {
        this.database = database;
        this.missing = new MissingPartitions(database);
    }

    /**
     * A row.
     *
     * @param info as if all that is expected were missing
     * @param after what arrived until then does not count
     */
    record Expected(DeadlineInfo info, Instant after) {}

    /** The latest first. */
    public ResultPage<DeadlineInfo> list(AlertQueries.Wanted wanted, PageRequest page) {
        return page(wanted.restrict(Query.of(EXPECTATIONS)), page);
    }

    /**
     * What is due of one dataset, and was: the latest first.
     *
     * @param state null: no matter
     */
    public ResultPage<DeadlineInfo> list(DatasetRef dataset, DeadlineInfo.@Nullable State state, PageRequest page) {
        return page(of(dataset).addIf(state == null ? null : state.name(), "AND t.state = ?"), page);
    }

    private ResultPage<DeadlineInfo> page(Query query, PageRequest page) {
        List<String> after = page.after();
        if (after != null) {
            query.add(
                    "AND (t.due_at, t.namespace, t.workflow, t.deadline) < (?, ?, ?, ?)",
                    Instant.parse(after.getFirst()),
                    after.get(1),
                    after.get(2),
                    after.get(3));
        }
        query.add("ORDER BY t.due_at DESC, t.namespace DESC, t.workflow DESC, t.deadline DESC LIMIT ?", page.fetch());
        return ResultPage.of(
                missing.without(query.list(database, DeadlineQueries::expected)),
                page,
                info -> List.of(
                        info.due().toString(),
                        info.workflow().namespace(),
                        info.workflow().workflow(),
                        info.deadline()));
    }

    /**
     * Of each dataset of which something is due what is late for longest; else what is due next, else what last was.
     *
     * @param namespace null: of all
     */
    public Map<DatasetRef, DeadlineInfo> mostPressing(@Nullable String namespace) {
        Query query = namespace == null
                ? Query.of(PRESSING.formatted(""))
                : Query.of(PRESSING.formatted("AND namespace = ?"), namespace);
        Map<DatasetRef, DeadlineInfo> pressing = new HashMap<>();
        for (DeadlineInfo info : missing.without(query.list(database, DeadlineQueries::expected))) {
            DatasetRef dataset = info.dataset();
            if (dataset != null) {
                pressing.put(dataset, info);
            }
        }
        return pressing;
    }

    /** The partitions, each with the last time at which a deadline expects it, if any does, in the state that it has as far as the partition goes. */
    public List<PartitionInfo> with(DatasetRef dataset, List<PartitionInfo> partitions) {
        List<String> keys =
                partitions.stream().map(info -> info.partition().toString()).toList();
        Map<PartitionKey, Expected> last = new HashMap<>();
        Query.of("""
                        SELECT k.partition AS wanted, t.*, d.spec, d.layout FROM unnest(?) k(partition) CROSS JOIN LATERAL (
                            SELECT e.* FROM expectations e WHERE e.namespace = ? AND e.dataset = ? AND e.state <> 'WITHDRAWN'
                            AND e.partitions @> to_jsonb(k.partition) ORDER BY e.due_at DESC LIMIT 1) t
                        JOIN deadlines d ON d.namespace = t.namespace AND d.workflow = t.workflow AND d.deadline = t.deadline
                        """, keys, dataset.namespace(), dataset.dataset())
                .list(database, row -> last.put(PartitionKey.parse(row.text("wanted")), expected(row)));
        return partitions.stream()
                .map(info -> {
                    Expected about = last.get(info.partition());
                    return about == null ? info : info.with(asFarAs(info, about));
                })
                .toList();
    }

    private static DeadlineInfo asFarAs(PartitionInfo partition, Expected expected) {
        DeadlineInfo info = expected.info();
        boolean isThere =
                partition.at().isAfter(expected.after()) && (partition.published() || partition.publishedAt() != null);
        List<PartitionKey> one = List.of(partition.partition());
        if (!info.isOpen() || !isThere) {
            return info.of(one, info.isOpen() ? one : List.of());
        }
        Instant at = partition.at();
        return new DeadlineInfo(
                info.workflow(),
                info.deadline(),
                info.expects(),
                info.due(),
                info.dataset(),
                one,
                List.of(),
                DeadlineInfo.State.ARRIVED,
                at.isAfter(info.due()) ? at : null,
                at);
    }

    @Override
    public List<DeadlineInfo> of(DatasetRef dataset, PartitionKey partition, int limit) {
        Query query = of(dataset)
                .add("AND t.state IN ('EXPECTED', 'LATE') AND t.partitions @> to_jsonb(?::text)", partition.toString())
                .add("ORDER BY t.due_at LIMIT ?", limit);
        return missing.without(query.list(database, DeadlineQueries::expected)).stream()
                .filter(info -> info.missing().contains(partition))
                .toList();
    }

    private static Query of(DatasetRef dataset) {
        return Query.of(EXPECTATIONS + "AND t.namespace = ? AND t.dataset = ?", dataset.namespace(), dataset.dataset());
    }

    private static Expected expected(ResultRow row) throws SQLException {
        Expectation expectation = Expectations.expectation(row);
        Optional<Deadline> deadline = row.textOrNull("layout") == null ? Optional.empty() : Expectations.deadline(row);
        Instant after = deadline.map(known -> known.after(expectation)).orElse(expectation.since());
        String namespace = row.text("namespace");
        String dataset = row.textOrNull("dataset");
        DeadlineInfo info = new DeadlineInfo(
                new WorkflowRef(namespace, row.text("workflow")),
                row.text("deadline"),
                row.text("expects"),
                expectation.due(),
                dataset == null ? null : new DatasetRef(namespace, dataset),
                expectation.partitions(),
                List.of(),
                row.name(DeadlineInfo.State.class, "state"),
                row.timeOrNull("found_late_at"),
                row.timeOrNull("arrived_at"));
        return new Expected(info.of(info.partitions(), info.isOpen() ? info.partitions() : List.of()), after);
    }
}
