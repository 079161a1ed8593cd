package io.freshet.launcher.domain;

import io.freshet.contracts.event.Batch;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.launcher.domain.PublicationQueue.Item;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes that are to be published, as tests need them. */
public final class PublicationItems {
    private static final Instant AT = Instant.parse("2026-01-05T06:00:00Z");

    private PublicationItems() {}

    /** A record of partition 0 about a dataset of {@code prod}. */
    public static Item of(String dataset, long offset, List<PartitionChange> changes, @Nullable ProducedBy produced) {
        return new Item(
                0,
                offset,
                new FileChanges(
                        DatasetRef.parse("prod/" + dataset),
                        dataset,
                        "**",
                        new Cause("cause", Cause.Kind.FILES_CHANGED, AT, "a test"),
                        Batch.single("batch"),
                        changes,
                        produced,
                        AT));
    }
}
