package io.freshet.audit.history;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part of a dataset's present state. */
public sealed interface DatasetRow extends Row.Latest {
    DatasetRef dataset();

    /** The dataset itself. */
    record Described(DatasetRef dataset, String path, String layout, boolean watched, Instant at, long seq)
            implements DatasetRow {
        @Override
        public String key() {
            return dataset.toString();
        }
    }

    /** A row about one partition. */
    sealed interface OfPartition extends DatasetRow {
        PartitionKey partition();

        @Override
        default String key() {
            return dataset() + "/" + partition();
        }
    }

    /**
     * The present version of a partition.
     *
     * @param version null: it was removed
     * @param cause the id of the cause of the change
     */
    record Current(
            DatasetRef dataset,
            PartitionKey partition,
            @Nullable PartitionVersion version,
            String cause,
            @Nullable ProducedBy produced,
            Instant at,
            long seq)
            implements OfPartition {}

    /** What keeps files of the dataset from being used. */
    record Reported(DatasetProblems report, long seq) implements DatasetRow {
        @Override
        public DatasetRef dataset() {
            return report.dataset();
        }

        @Override
        public String key() {
            return report.dataset().toString();
        }
    }

    /**
     * The version of a partition that the dataset's directory shows.
     *
     * @param version null: it was removed, or it is not known which one the directory shows
     * @param problem why the directory does not show what it is to; null if it does
     */
    record Published(
            DatasetRef dataset,
            PartitionKey partition,
            @Nullable PartitionVersion version,
            @Nullable String problem,
            Instant at,
            long seq)
            implements OfPartition {}
}
