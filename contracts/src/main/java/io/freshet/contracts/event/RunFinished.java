package io.freshet.contracts.event;

import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a cause set in motion in a workflow has settled. Topic {@code run-finished}, key {@code namespace/workflow}. Public.
 *
 * @param bytes how much its instances wrote, as far as it was not there before
 * @param criticalPath the chain of attempts that ended last, the latest of them if there are very many: what made the run take its time
 * @param opening which opening of the run has ended, see {@link TaskEvent.RunStarted}
 */
public record RunFinished(
        WorkflowRef workflow,
        String run,
        Cause cause,
        State state,
        Summary summary,
        long bytes,
        List<CriticalPathStep> criticalPath,
        long opening,
        Instant startedAt,
        Instant at)
        implements Event {
    public RunFinished {
        criticalPath = List.copyOf(criticalPath);
    }

    /** How a run ended. */
    public enum State {
        SUCCEEDED,
        /** At least one instance failed. */
        FAILED,
        CANCELLED,
        /** It did not begin, because another run was under way and its workflow wants no second one. */
        SKIPPED
    }

    /**
     * How many instances settled in which way; they add up to the instances of the run.
     *
     * @param executed ran and succeeded
     * @param cached succeeded with linked outputs
     * @param cutOff skipped because nothing upstream changed
     * @param skipped skipped for another reason
     */
    public record Summary(
            int executed, int cached, int cutOff, int skipped, int waiting, int failed, int blocked, int cancelled) {
        public static final Summary EMPTY = new Summary(0, 0, 0, 0, 0, 0, 0, 0);

        public int instances() {
            return executed + cached + cutOff + skipped + waiting + failed + blocked + cancelled;
        }
    }

    @Override
    public String subject() {
        return workflow.toString();
    }

    @Override
    public Optional<String> correlation() {
        return Optional.of(run);
    }
}
