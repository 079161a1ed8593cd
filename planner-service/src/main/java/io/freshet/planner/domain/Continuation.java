package io.freshet.planner.domain;

import io.freshet.contracts.event.Reason;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do of a decision that concerns more instances than one step may. Steps are short, so that other workflows' work comes
 * in between; until the last of them nothing else of the workflow is decided and nothing of it is evaluated, so that nobody sees a
 * decision half done.
 */
public sealed interface Continuation {
    /** The runs that do not end before it is done. */
    List<String> runs();

    /** Work on one row of a table after the other. */
    sealed interface Paged extends Continuation {
        /** The first row that has not been dealt with; empty if none has. */
        String from();

        /** What is left of it when all rows before this one have been dealt with. */
        Paged from(String row);
    }

    /** An instance, by its key, is to be unsettled with all that follows from it. */
    record Unsettling(String instance, List<String> runs) implements Continuation {
        public Unsettling {
            runs = List.copyOf(runs);
        }
    }

    /**
     * The readers of a partition are to be told that it changed.
     *
     * @param key of the readers, see {@link InputModel#keyOf}
     * @param partition the partition, of which there was {@code before} and is {@code after}; both equal if only the runs are new
     * @param runs for which the readers are unsettled; empty if they are only to be evaluated
     * @param scope in which they are held; null if in none
     */
    record Telling(
            String task,
            String input,
            PartitionKey key,
            PartitionKey partition,
            @Nullable Edge before,
            @Nullable Edge after,
            List<String> runs,
            @Nullable String scope,
            String from)
            implements Paged {
        public Telling {
            runs = List.copyOf(runs);
        }

        @Override
        public Telling from(String row) {
            return new Telling(task, input, key, partition, before, after, runs, scope, row);
        }
    }

    /** Why the instances of a whole task are swept. */
    public enum Sweep {
        /** The task has new code. */
        CODE,
        /** The condition of the task is another. */
        CONDITION,
        /** The inputs of the task join in another way; each instance knows already. */
        INPUTS,
        /** Somebody asked for them. */
        REQUEST,
        /** Somebody asked for them, changed or not. */
        FORCE
    }

    /**
     * The instances of a task are to be unsettled.
     *
     * @param where only those whose partitions have these values
     * @param scope in which they are held; null if in none
     */
    record Sweeping(
            String task,
            Map<String, String> where,
            Sweep why,
            String run,
            @Nullable String scope,
            String from) implements Paged {
        @Override
        public List<String> runs() {
            return List.of(run);
        }

        @Override
        public Sweeping from(String row) {
            return new Sweeping(task, where, why, run, scope, row);
        }
    }

    /** The instances of a run are to be stopped. */
    record Stopping(String run, Reason reason, String sentence, String from) implements Paged {
        @Override
        public List<String> runs() {
            return List.of(run);
        }

        @Override
        public Stopping from(String row) {
            return new Stopping(run, reason, sentence, row);
        }
    }
}
