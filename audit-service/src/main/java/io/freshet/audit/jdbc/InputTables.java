package io.freshet.audit.jdbc;

import io.freshet.audit.domain.LineageRow.Read;
import io.freshet.audit.domain.LineageRow.ReadList;
import io.freshet.audit.domain.ListRow;

/** What attempts have read: read through the view {@code attempt_inputs}. */
final class InputTables {
    static final Table<Read> NAMED = Table.<Read>named("named_inputs")
            .text("attempt", Read::attempt)
            .text("input", Read::input)
            .text("namespace", row -> row.dataset().namespace())
            .text("dataset", row -> row.dataset().dataset())
            .text("partition", Read::partition)
            .text("fingerprint", Read::fingerprint)
            .column("watched", "boolean", Read::watched)
            .once();

    static final Table<ReadList> LISTED = Table.<ReadList>named("listed_inputs")
            .text("attempt", ReadList::attempt)
            .text("input", ReadList::input)
            .text("namespace", row -> row.dataset().namespace())
            .text("dataset", row -> row.dataset().dataset())
            .text("list", row -> row.list().index())
            .column("partitions", "int", row -> row.list().partitions())
            .column("watched", "boolean", ReadList::watched)
            .once();

    static final Table<ListRow.Chunk> CHUNKS = Table.<ListRow.Chunk>named("list_chunks")
            .text("list", ListRow.Chunk::list)
            .column("position", "int", ListRow.Chunk::position)
            .text("chunk", ListRow.Chunk::chunk)
            .once();

    static final Table<ListRow.Partition> PARTITIONS = Table.<ListRow.Partition>named("chunk_partitions")
            .text("chunk", ListRow.Partition::chunk)
            .text("partition", row -> row.partition().partition())
            .text("fingerprint", row -> row.partition().fingerprint())
            .once();

    private InputTables() {}
}
