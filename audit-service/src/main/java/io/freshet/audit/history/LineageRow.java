package io.freshet.audit.history;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;

/** An edge between an attempt and a partition in exactly one version. */
public sealed interface LineageRow extends Row.Once {
    String attempt();

    /** The attempt was given this to read. */
    record Read(
            String attempt,
            String input,
            DatasetRef dataset,
            PartitionKey partition,
            Fingerprint fingerprint,
            boolean watched)
            implements LineageRow {
        @Override
        public String key() {
            return attempt + "/" + input + "/" + dataset + "/" + partition;
        }
    }

    /** The attempt was given a list of partitions to read, see {@link ListRow}. */
    record ReadList(String attempt, String input, DatasetRef dataset, AttemptSpec.ListRef list, boolean watched)
            implements LineageRow {
        @Override
        public String key() {
            return attempt + "/" + input + "/" + dataset;
        }
    }

    /** The attempt wrote this; whether it counts is another row, see {@link AttemptRow.Accepted}. */
    record Wrote(String attempt, DatasetRef dataset, PartitionKey partition, PartitionVersion version)
            implements LineageRow {
        @Override
        public String key() {
            return attempt + "/" + dataset + "/" + partition;
        }
    }
}
