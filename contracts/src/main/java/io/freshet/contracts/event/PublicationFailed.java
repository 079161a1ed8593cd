package io.freshet.contracts.event;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.text.ShortText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dataset's directory does not show this accepted version. It is tried again, and {@link PartitionPublished} says when it does; reported
 * once per reason and not for every try. Topic {@code partition-published}, key {@code namespace/dataset}. Public.
 *
 * @param version null if the partition is to be removed
 * @param message why, and what to do, for people
 */
public record PublicationFailed(
        DatasetRef dataset,
        PartitionKey partition,
        @Nullable PartitionVersion version,
        String message,
        ProducedBy produced,
        Instant at)
        implements Event {
    /** The bound on the characters of a message; a longer one is cut. */
    public static final int MAX_MESSAGE = 8_000;

    public PublicationFailed {
        message = ShortText.of(message, MAX_MESSAGE);
    }

    @Override
    public String subject() {
        return dataset + "/" + partition;
    }

    @Override
    public Optional<String> correlation() {
        return Optional.ofNullable(produced.run());
    }
}
