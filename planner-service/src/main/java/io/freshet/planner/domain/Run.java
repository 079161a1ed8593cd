package io.freshet.planner.domain;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.PartitionOrder;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished.Summary;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open run.
 *
 * @param sequence runs of a workflow count from 1, so that the oldest is known
 * @param outstanding instances of the run that have not settled, and datasets it waits to hear of
 * @param stop why its instances are not to run any more; null if they are
 * @param params values of workflow parameters that count for it instead of the defaults
 * @param order which partitions go first
 * @param bytes how much its instances wrote
 * @param allowedFailures how many of the failures in the summary their tasks allow
 */
public record Run(
        String id,
        long sequence,
        Cause cause,
        Instant startedAt,
        int outstanding,
        Summary summary,
        @Nullable Stop stop,
        Map<String, String> params,
        PartitionOrder order,
        long bytes,
        int allowedFailures) {
    /** Why a run was stopped. */
    public record Stop(Reason reason, String sentence) {}

    static Run start(
            String id, long sequence, Cause cause, Instant at, Map<String, String> params, PartitionOrder order) {
        return new Run(id, sequence, cause, at, 0, Summary.EMPTY, null, params, order, 0, 0);
    }

    Run with(int nextOutstanding) {
        if (nextOutstanding < 0) {
            throw new IllegalStateException("more instances left run " + id + " than joined it");
        }
        return new Run(
                id, sequence, cause, startedAt, nextOutstanding, summary, stop, params, order, bytes, allowedFailures);
    }

    Run with(Summary next) {
        return new Run(id, sequence, cause, startedAt, outstanding, next, stop, params, order, bytes, allowedFailures);
    }

    Run withBytes(long more) {
        return new Run(
                id,
                sequence,
                cause,
                startedAt,
                outstanding,
                summary,
                stop,
                params,
                order,
                bytes + more,
                allowedFailures);
    }

    Run stopped(Stop why) {
        return new Run(
                id,
                sequence,
                cause,
                startedAt,
                outstanding,
                summary,
                stop == null ? why : stop,
                params,
                order,
                bytes,
                allowedFailures);
    }

    Run withAllowedFailure() {
        return new Run(
                id, sequence, cause, startedAt, outstanding, summary, stop, params, order, bytes, allowedFailures + 1);
    }

    /** Whether somebody asked for it, so that the same request may come again. */
    boolean isRequested() {
        return switch (cause.kind()) {
            case FILES_CHANGED, DATASET_CHANGED, DEPLOYED, DEADLINE -> false;
            case REQUESTED, SCHEDULED, EVENT, BACKFILL, REPLAY -> true;
        };
    }
}
