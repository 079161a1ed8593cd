package io.freshet.launcher.publication;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.launcher.dataplane.PublishedPartition;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reports what became of publications. Each method returns at once; what it returns completes when the broker has the event. */
public interface PublicationReports {
    /** The directory shows the version. */
    CompletableFuture<Void> published(PublishedPartition partition);

    /**
     * The directory does not show the version.
     *
     * @param message why, and what to do, for people
     */
    CompletableFuture<Void> failed(
            DatasetRef dataset,
            PartitionKey partition,
            @Nullable PartitionVersion version,
            ProducedBy produced,
            String message);

    /** A content is nowhere any more: whoever made it is asked to make it again. */
    CompletableFuture<Void> recompute(DatasetRef dataset, PartitionKey partition, ProducedBy produced, String message);
}
