package io.freshet.contracts.event;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.partition.PartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * One partition went from one version to another.
 *
 * @param before null if it did not exist, or is not known
 * @param after null if it no longer exists
 */
public record PartitionChange(
        PartitionKey partition,
        @Nullable PartitionVersion before,
        @Nullable PartitionVersion after) {}
