package io.freshet.audit.jdbc.write;

import io.freshet.audit.history.LineageRow.Read;
import io.freshet.audit.history.LineageRow.ReadList;
import io.freshet.audit.history.ListRow;

/** What attempts have read: read through the view {@code attempt_inputs}. */
final class InputTables {
    static final UpsertTable<Read> NAMED = UpsertTable.<Read>named("named_inputs")
            .text("attempt", Read::attempt)
            .text("input", Read::input)
            .text("namespace", row -> row.dataset().namespace())
            .text("dataset", row -> row.dataset().dataset())
            .text("partition", Read::partition)
            .text("fingerprint", Read::fingerprint)
            .column("watched", "boolean", Read::watched)
            .once();

    static final UpsertTable<ReadList> LISTED = UpsertTable.<ReadList>named("listed_inputs")
            .text("attempt", ReadList::attempt)
            .text("input", ReadList::input)
            .text("namespace", row -> row.dataset().namespace())
            .text("dataset", row -> row.dataset().dataset())
            .text("list", row -> row.list().index())
            .column("partitions", "int", row -> row.list().partitions())
            .column("watched", "boolean", ReadList::watched)
            .once();

    static final UpsertTable<ListRow.Chunk> CHUNKS = UpsertTable.<ListRow.Chunk>named("list_chunks")
            .text("list", ListRow.Chunk::list)
            .column("position", "int", ListRow.Chunk::position)
            .text("chunk", ListRow.Chunk::chunk)
            .once();

    static final UpsertTable<ListRow.Partition> PARTITIONS = UpsertTable.<ListRow.Partition>named("chunk_partitions")
            .text("chunk", ListRow.Partition::chunk)
            .text("partition", row -> row.partition().partition())
            .text("fingerprint", row -> row.partition().fingerprint())
            .once();

    private InputTables() {}
}
