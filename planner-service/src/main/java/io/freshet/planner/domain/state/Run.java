package io.freshet.planner.domain.state;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.contracts.spec.PartitionOrder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open run.
 *
 * @param options what else it was asked for with
 * @param stop why its instances are not to run any more; null if they are
 */
public record Run(
        Start start,
        Options options,
        Progress progress,
        @Nullable Stop stop) {
    /**
     * How a run began.
     *
     * @param sequence runs of a workflow count from 1, so that the oldest is known
     */
    public record Start(String id, long sequence, Cause cause, Instant at) {}

    /**
     * What a run was asked for with.
     *
     * @param params values of workflow parameters that count for it instead of the defaults
     * @param order which partitions go first
     * @param maxActive how many of its attempts may run at once; null: no limit of its own
     * @param priority of its attempts instead of their tasks'; null: their tasks'
     */
    public record Options(
            Map<String, String> params,
            PartitionOrder order,
            @Nullable Integer maxActive,
            @Nullable Integer priority) {
        public static final Options NONE = new Options(Map.of(), PartitionOrder.NEWEST_FIRST, null, null);
    }

    /**
     * How far a run has come.
     *
     * @param outstanding instances of the run that have not settled, and datasets it waits to hear of
     * @param bytes how much its instances wrote
     * @param allowedFailures how many of the failures in the summary their tasks allow
     */
    public record Progress(int outstanding, Summary summary, long bytes, int allowedFailures) {
        public static final Progress NONE = new Progress(0, Summary.EMPTY, 0, 0);

        Progress withOutstanding(int next) {
            return new Progress(next, summary, bytes, allowedFailures);
        }

        Progress with(Summary next) {
            return new Progress(outstanding, next, bytes, allowedFailures);
        }

        Progress withBytes(long more) {
            return new Progress(outstanding, summary, bytes + more, allowedFailures);
        }

        Progress withAllowedFailure() {
            return new Progress(outstanding, summary, bytes, allowedFailures + 1);
        }
    }

    /** Why a run was stopped. */
    public record Stop(Reason reason, String sentence) {}

    public static Run begin(Start start, Options options) {
        return new Run(start, options, Progress.NONE, null);
    }

    public Run with(Progress next) {
        return new Run(start, options, next, stop);
    }

    public Run with(int nextOutstanding) {
        if (nextOutstanding < 0) {
            throw new IllegalStateException("more instances left run " + id() + " than joined it");
        }
        return with(progress.withOutstanding(nextOutstanding));
    }

    public Run with(Summary next) {
        return with(progress.with(next));
    }

    public Run withBytes(long more) {
        return with(progress.withBytes(more));
    }

    public Run withAllowedFailure() {
        return with(progress.withAllowedFailure());
    }

    public Run stopped(Stop why) {
        return new Run(start, options, progress, stop == null ? why : stop);
    }

    /** How it ends, once all of its instances have settled. */
    public RunFinished.State end() {
        if (stop != null && stop.reason() == Reason.CANCEL_REQUESTED) {
            return RunFinished.State.CANCELLED;
        }
        Summary summary = summary();
        if (summary.failed() - progress.allowedFailures() + summary.blocked() > 0) {
            return RunFinished.State.FAILED;
        }
        return summary.cancelled() > 0 ? RunFinished.State.CANCELLED : RunFinished.State.SUCCEEDED;
    }

    public String id() {
        return start.id();
    }

    public long sequence() {
        return start.sequence();
    }

    public Cause cause() {
        return start.cause();
    }

    public Instant startedAt() {
        return start.at();
    }

    public int outstanding() {
        return progress.outstanding();
    }

    public Summary summary() {
        return progress.summary();
    }

    public Map<String, String> params() {
        return options.params();
    }

    public PartitionOrder order() {
        return options.order();
    }

    /** Whether it is about what there was before it, so that what arrives meanwhile goes first. */
    public boolean catchesUp() {
        return start.cause().kind() == Cause.Kind.BACKFILL || start.cause().kind() == Cause.Kind.REPLAY;
    }

    /** Whether somebody asked for it, so that the same request may come again. */
    public boolean isRequested() {
        return switch (start.cause().kind()) {
            case FILES_CHANGED, DATASET_CHANGED, DEPLOYED, DEADLINE -> false;
            case REQUESTED, SCHEDULED, EVENT, BACKFILL, REPLAY -> true;
        };
    }
}
