package io.freshet.planner.domain;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunFinished.Summary;
import java.time.Instant;

/**
 * An open run.
 *
 * @param sequence runs of a workflow count from 1, so that the oldest is known
 * @param outstanding instances of the run that have not settled, and datasets it waits to hear of
 * @param cancelled whether somebody asked to stop it
 * @param allowedFailures how many of the failures in the summary their tasks allow
 */
public record Run(
        String id,
        long sequence,
        Cause cause,
        Instant startedAt,
        int outstanding,
        Summary summary,
        boolean cancelled,
        int allowedFailures) {
    Run with(int nextOutstanding) {
        if (nextOutstanding < 0) {
            throw new IllegalStateException("more instances left run " + id + " than joined it");
        }
        return new Run(id, sequence, cause, startedAt, nextOutstanding, summary, cancelled, allowedFailures);
    }

    Run with(Summary next) {
        return new Run(id, sequence, cause, startedAt, outstanding, next, cancelled, allowedFailures);
    }

    Run asCancelled() {
        return new Run(id, sequence, cause, startedAt, outstanding, summary, true, allowedFailures);
    }

    Run withAllowedFailure() {
        return new Run(id, sequence, cause, startedAt, outstanding, summary, cancelled, allowedFailures + 1);
    }

    /** Whether somebody asked for it, so that the same request may come again. */
    boolean isRequested() {
        return switch (cause.kind()) {
            case FILES_CHANGED, DATASET_CHANGED, DEPLOYED, DEADLINE -> false;
            case REQUESTED, SCHEDULED, EVENT, BACKFILL, REPLAY -> true;
        };
    }
}
