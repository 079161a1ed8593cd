package io.freshet.audit.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records that can never be read, because they were gone before.
 *
 * @param from the first offset that is missing
 * @param to where reading went on; null: in a later epoch
 */
public record LogGap(
        LogPartition partition,
        int epoch,
        long from,
        @Nullable Long to,
        String reason,
        Instant foundAt) {}
