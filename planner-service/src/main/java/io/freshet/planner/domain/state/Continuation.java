package io.freshet.planner.domain.state;

import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.planner.domain.model.InputModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do of a decision that concerns more instances than one step may. Steps are short, so that other workflows' work comes
 * in between; until the last of them nothing else of the workflow is decided and nothing of it is evaluated, so that nobody sees a
 * decision half done.
 */
public sealed interface Continuation
        permits Continuation.Paged,
                Continuation.Invalidate,
                Continuation.ForgetInstance,
                Continuation.Listing,
                Continuation.Foremost,
                DeferredEdgeChange {
    /** The runs that do not end before it is done. */
    List<String> runs();

    /** An instance, by its key, is to be forgotten if its partitions do not exist any more. */
    record ForgetInstance(String instance) implements Continuation {
        @Override
        public List<String> runs() {
            return List.of();
        }
    }

    /** Whether it is a part of making anew what instances there are and what they read. */
    default boolean isStructural() {
        return switch (this) {
            case Clearing _,
                    Removing _,
                    HandingOver _,
                    Unholding _,
                    Connecting _,
                    Recounting _,
                    Defining _,
                    Finishing _ -> true;
            case Invalidate _,
                    DeferredEdgeChange _,
                    ChangeEdges _,
                    ForgetInstance _,
                    NotifyReaders _,
                    SweepTask _,
                    Foremost _,
                    StopRun _,
                    Marking _,
                    Joining _,
                    Pruning _,
                    Republishing _,
                    Dropping _,
                    Listing _,
                    Discarding _ -> false;
        };
    }

    /** Work on one row of a table after the other. */
    sealed interface Paged extends Continuation {
        /** The first row that has not been dealt with; empty if none has. */
        String from();

        /** What is left of it when all rows before this one have been dealt with. */
        Paged from(String row);
    }

    /** Work on edges, on the instances that they bring into being, and on who reads what. */
    sealed interface GraphWork extends Paged {}

    /** Work on the instances that a run concerns. */
    sealed interface RunWork extends Paged {}

    /** Work that takes rows away. */
    sealed interface RemovalWork extends Paged {}

    /** Work on what instances have made. */
    sealed interface OutputWork extends Paged {}

    /** The edges are to change for which {@link DeferredEdgeChange}s wait; what follows from some comes before the others. */
    record ChangeEdges(String from) implements GraphWork {
        @Override
        public List<String> runs() {
            return List.of();
        }

        @Override
        public ChangeEdges from(String row) {
            return new ChangeEdges(row);
        }
    }

    /** An instance, by its key, is to be unsettled with all that follows from it. */
    record Invalidate(String instance, List<String> runs) implements Continuation {
        public Invalidate {
            runs = List.copyOf(runs);
        }
    }

    /** The readers of a partition, which have the {@link InputModel#keyOf key}, are to be notified that it changed. */
    record NotifyReaders(
            String task, String input, PartitionKey key, EdgeChange change, ReaderReaction reaction, String from)
            implements GraphWork {
        @Override
        public List<String> runs() {
            return reaction.runs();
        }

        @Override
        public NotifyReaders from(String row) {
            return new NotifyReaders(task, input, key, change, reaction, row);
        }
    }

    /**
     * The instances of a task are to be unsettled.
     *
     * @param selection only those
     * @param begunWith up to which place in the order of the run they have been, see {@link Foremost}; null: none has
     */
    record SweepTask(
            String task,
            PartitionSelection selection,
            Sweep why,
            ReaderReaction reaction,
            @Nullable String begunWith,
            String from)
            implements RunWork {
        public SweepTask(String task, PartitionSelection selection, Sweep why, ReaderReaction reaction, String from) {
            this(task, selection, why, reaction, null, from);
        }

        @Override
        public List<String> runs() {
            return reaction.runs();
        }

        @Override
        public SweepTask from(String row) {
            return new SweepTask(task, selection, why, reaction, begunWith, row);
        }

        /** The same without those up to this place. */
        public SweepTask after(String place) {
            return new SweepTask(task, selection, why, reaction, place, from);
        }
    }

    /**
     * The first instances of a sweep, in the order of its run, are to be unsettled and evaluated before all others, so that the run begins
     * to work at once however many there are. Only of a task that reads nothing of other tasks: what is left of the sweep changes nothing
     * for these instances.
     *
     * @param sweep what comes after it
     * @param first the places of the first of those that were looked at, in order
     * @param from the first row that was not looked at; empty if none was
     */
    record Foremost(SweepTask sweep, List<String> first, String from) implements Continuation {
        public Foremost {
            first = List.copyOf(first);
        }

        @Override
        public List<String> runs() {
            return sweep.runs();
        }
    }

    /** The instances of a run are to be stopped. */
    record StopRun(String run, Reason reason, String sentence, String from) implements RunWork {
        @Override
        public List<String> runs() {
            return List.of(run);
        }

        @Override
        public StopRun from(String row) {
            return new StopRun(run, reason, sentence, row);
        }
    }

    /** Rows are to be deleted whose keys start with the prefix, without anybody being notified. */
    record Clearing(Rows rows, String prefix, List<String> runs, String from) implements RemovalWork {
        public Clearing {
            runs = List.copyOf(runs);
        }

        @Override
        public Clearing from(String row) {
            return new Clearing(rows, prefix, runs, row);
        }
    }

    /**
     * The instances of a task that is no more are to be taken away.
     *
     * @param task empty: all tasks, because the workflow was removed
     */
    record Removing(String task, List<String> runs, String from) implements RemovalWork {
        public Removing {
            runs = List.copyOf(runs);
        }

        @Override
        public Removing from(String row) {
            return new Removing(task, runs, row);
        }
    }

    /** What a task that is no more has made of a dataset is to be given to the one that makes it now. */
    record HandingOver(String task, FormerPlace was, List<String> runs, String from) implements OutputWork {
        public HandingOver {
            runs = List.copyOf(runs);
        }

        @Override
        public HandingOver from(String row) {
            return new HandingOver(task, was, runs, row);
        }
    }

    /** The partitions that a task has made of a dataset are to be seen in another directory. */
    record Republishing(String task, String dataset, List<String> runs, String from) implements OutputWork {
        public Republishing {
            runs = List.copyOf(runs);
        }

        @Override
        public Republishing from(String row) {
            return new Republishing(task, dataset, runs, row);
        }
    }

    /** Partitions that were kept although their task no longer made them are to be taken away. */
    record Dropping(String task, List<String> runs, String from) implements OutputWork {
        public Dropping {
            runs = List.copyOf(runs);
        }

        @Override
        public Dropping from(String row) {
            return new Dropping(task, runs, row);
        }
    }

    /** Partitions that were handed over to a task and that no instance of it has taken over are to be taken away. */
    record Discarding(String task, List<String> runs, String from) implements OutputWork {
        public Discarding {
            runs = List.copyOf(runs);
        }

        @Override
        public Discarding from(String row) {
            return new Discarding(task, runs, row);
        }
    }

    /** Instances of a task that is no more are not to be held any more. */
    record Unholding(String task, List<String> runs, String from) implements RemovalWork {
        public Unholding {
            runs = List.copyOf(runs);
        }

        @Override
        public Unholding from(String row) {
            return new Unholding(task, runs, row);
        }
    }

    /** The edges of an input that is new or joins in another way are to be made, from what makes its dataset. */
    record Connecting(String task, String input, List<String> runs, String from) implements GraphWork {
        public Connecting {
            runs = List.copyOf(runs);
        }

        @Override
        public Connecting from(String row) {
            return new Connecting(task, input, runs, row);
        }
    }

    /** The instances of a task whose edges were made anew are to be counted anew. */
    record Recounting(String task, List<String> runs, String from) implements GraphWork {
        public Recounting {
            runs = List.copyOf(runs);
        }

        @Override
        public Recounting from(String row) {
            return new Recounting(task, runs, row);
        }
    }

    /** The instances that the edges of an input define are to be created, and unsettled for the run. */
    record Defining(String task, String input, String run, String from) implements GraphWork {
        @Override
        public List<String> runs() {
            return List.of(run);
        }

        @Override
        public Defining from(String row) {
            return new Defining(task, input, run, row);
        }
    }

    /**
     * The instances of a task are to be created that its defining inputs define only together with what is bound.
     *
     * @param bound values of dimensions that are known
     * @param inputs the defining inputs of which keys have to be found; the first is gone through
     */
    record Joining(String task, Map<String, String> bound, List<String> inputs, ReaderReaction reaction, String from)
            implements GraphWork {
        public Joining {
            bound = Map.copyOf(bound);
            inputs = List.copyOf(inputs);
        }

        @Override
        public List<String> runs() {
            return reaction.runs();
        }

        @Override
        public Joining from(String row) {
            return new Joining(task, bound, inputs, reaction, row);
        }
    }

    /**
     * The readers of a partition are to be looked at when they are evaluated next, whatever else they know of it.
     *
     * @param key of the readers, see {@link InputModel#keyOf}
     */
    record Marking(String task, String input, PartitionKey key, String from) implements GraphWork {
        @Override
        public List<String> runs() {
            return List.of();
        }

        @Override
        public Marking from(String row) {
            return new Marking(task, input, key, row);
        }
    }

    /**
     * The partitions of a dataset that a complete snapshot does not have are to be taken away, because they do not exist.
     *
     * @param answer whether the snapshot answers the subscription that is waited for
     * @param reaction what becomes of their readers
     */
    record Pruning(DatasetRef dataset, boolean answer, ReaderReaction reaction, String from) implements Paged {
        @Override
        public List<String> runs() {
            return reaction.runs();
        }

        @Override
        public Pruning from(String row) {
            return new Pruning(dataset, answer, reaction, row);
        }
    }

    /**
     * The partitions that an input has under a key are to be listed, as far as they are not.
     *
     * @param resend whether all of it is to be sent, known or not
     * @param after behind which partition; empty: from the beginning
     */
    record Listing(String task, String input, PartitionKey key, boolean resend, String after) implements Continuation {
        @Override
        public List<String> runs() {
            return List.of();
        }

        public Listing after(String partition) {
            return new Listing(task, input, key, resend, partition);
        }
    }

    /** The runs of a workflow that is no more are to be finished. */
    record Finishing(String from) implements RemovalWork {
        @Override
        public List<String> runs() {
            return List.of();
        }

        @Override
        public Finishing from(String row) {
            return new Finishing(row);
        }
    }
}
