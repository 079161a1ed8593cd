package io.freshet.contracts.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a workflow was at rest as of what the log said when the question was asked.
 *
 * @param settled nothing is unsettled, no run is open, and all that the log held at the time of the question was read
 * @param unsettled how many instances are not
 * @param openRuns how many runs have not finished
 * @param lag records of the log that were not read yet
 * @param workflowVersion the latest deployed version read; null if there was none
 */
public record Settled(
        boolean settled,
        long unsettled,
        long openRuns,
        long lag,
        @Nullable Integer workflowVersion,
        Instant at) {}
