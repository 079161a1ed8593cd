package io.freshet.planner.domain.state;

import io.freshet.contracts.partition.PartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * A partition changed, as an input sees it.
 *
 * @param before null if there was none
 * @param after null if there is none; as before if only the runs are new
 */
public record EdgeChange(
        PartitionKey partition,
        @Nullable Edge before,
        @Nullable Edge after) {}
