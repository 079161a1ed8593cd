package io.freshet.contracts.api;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a partition.
 *
 * @param before null: it did not exist, or is not known
 * @param version null: it was removed
 */
public record VersionInfo(
        DatasetRef dataset,
        PartitionKey partition,
        @Nullable Fingerprint before,
        @Nullable PartitionVersion version,
        Instant at,
        Cause cause,
        @Nullable InstanceRef instance,
        @Nullable String attempt,
        @Nullable String run) {}
