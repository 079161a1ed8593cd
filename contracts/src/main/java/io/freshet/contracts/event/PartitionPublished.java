package io.freshet.contracts.event;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dataset's directory now shows this version, whole. Topic {@code partition-published}, key {@code namespace/dataset}. Public.
 *
 * @param version null if the partition was removed
 */
public record PartitionPublished(
        DatasetRef dataset,
        PartitionKey partition,
        @Nullable PartitionVersion version,
        ProducedBy produced,
        Instant at) implements Event {
    @Override
    public String subject() {
        return dataset + "/" + partition;
    }

    @Override
    public Optional<String> correlation() {
        return Optional.ofNullable(produced.run());
    }
}
