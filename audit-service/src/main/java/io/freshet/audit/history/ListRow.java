package io.freshet.audit.history;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;

/** A part of a list of partitions, which is kept once, whoever reads it. */
public sealed interface ListRow extends Row.Once {
    /**
     * A list has a chunk.
     *
     * @param position from 0
     */
    record Chunk(Fingerprint list, int position, Fingerprint chunk) implements ListRow {
        @Override
        public String key() {
            return list + "/" + position;
        }
    }

    /** A chunk has a partition. */
    record Partition(Fingerprint chunk, AttemptSpec.InputPartition partition) implements ListRow {
        @Override
        public String key() {
            return chunk + "/" + partition.partition();
        }
    }
}
