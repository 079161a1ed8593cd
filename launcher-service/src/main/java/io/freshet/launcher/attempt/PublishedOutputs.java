package io.freshet.launcher.attempt;

import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.io.IOException;
import java.util.List;

/** What attempts have to do with what is published. Thread-safe. */
public interface PublishedOutputs {
    /** There is nothing published. */
    PublishedOutputs NONE = new PublishedOutputs() {
        @Override
        public void verify(List<OutputPartition> outputs) {}

        @Override
        public boolean recompute(DatasetRef dataset, PartitionKey partition, String reason) {
            return false;
        }
    };

    /** Looks whether directories show these versions, where they are the ones to be shown, and makes them do so. */
    void verify(List<OutputPartition> outputs);

    /**
     * Asks whoever made a partition to make it again, because its content is gone.
     *
     * @return false if it is not known who made it
     * @throws IOException if that cannot be asked for now
     */
    boolean recompute(DatasetRef dataset, PartitionKey partition, String reason) throws IOException;
}
