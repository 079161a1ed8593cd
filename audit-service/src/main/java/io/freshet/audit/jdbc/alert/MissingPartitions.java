package io.freshet.audit.jdbc.alert;

import io.freshet.audit.jdbc.read.Query;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** Looks which of the partitions that are expected are there, by the rule of {@link JdbcArrivals}; of a whole page at once. Thread-safe. */
record MissingPartitions(DataSource database) {
    private static final String THERE = """
            SELECT w.nth, w.partition FROM unnest(?, ?, ?, ?, ?) w(nth, namespace, dataset, partition, after)
            JOIN partitions p ON p.namespace = w.namespace AND p.dataset = w.dataset AND p.partition = w.partition
            WHERE p.fingerprint IS NOT NULL AND p.changed_at > CAST(w.after AS timestamptz)
            AND (p.instance IS NULL OR p.published_fingerprint IS NOT NULL)
            """;

    /** The same without what is there, in the same order. */
    List<DeadlineInfo> without(List<DeadlineQueries.Expected> rows) {
        Map<Integer, Set<PartitionKey>> there = there(rows);
        List<DeadlineInfo> known = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            DeadlineInfo info = rows.get(i).info();
            Set<PartitionKey> ofRow = there.getOrDefault(i, Set.of());
            known.add(info.of(
                    info.partitions(),
                    info.missing().stream()
                            .filter(partition -> !ofRow.contains(partition))
                            .toList()));
        }
        return known;
    }

    private Map<Integer, Set<PartitionKey>> there(List<DeadlineQueries.Expected> rows) {
        List<List<String>> wanted =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < rows.size(); i++) {
            DeadlineQueries.Expected row = rows.get(i);
            DatasetRef dataset = row.info().dataset();
            if (dataset == null) {
                continue;
            }
            for (PartitionKey partition : row.info().missing()) {
                wanted.get(0).add(Integer.toString(i));
                wanted.get(1).add(dataset.namespace());
                wanted.get(2).add(dataset.dataset());
                wanted.get(3).add(partition.toString());
                wanted.get(4).add(row.after().toString());
            }
        }
        Map<Integer, Set<PartitionKey>> there = new HashMap<>();
        if (!wanted.getFirst().isEmpty()) {
            Query.of(THERE, wanted.toArray())
                    .list(
                            database,
                            row -> there.computeIfAbsent(Integer.valueOf(row.text("nth")), _ -> new HashSet<>())
                                    .add(PartitionKey.parse(row.text("partition"))));
        }
        return there;
    }
}
