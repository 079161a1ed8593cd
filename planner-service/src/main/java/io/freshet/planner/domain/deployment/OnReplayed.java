package io.freshet.planner.domain.deployment;

import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.graph.ExternalPartitions;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.AnsweredRequests;
import io.freshet.planner.domain.metadata.OpenReplays;
import io.freshet.planner.domain.model.ExternalDataset;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.RunPort;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.ReaderReaction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A replay lets a workflow look again at partitions: the instances that read them are evaluated, with everything downstream, whether or not
 * anything changed. What is up to date is skipped; what failed, or was never heard of, runs. All that a replay says of a dataset is one run,
 * which stays open until the replay has said its last; what it says after the run has ended was read again, and changes nothing.
 */
final class OnReplayed {
    private final OpenReplays replays;
    private final AnsweredRequests answered;
    private final Runs runs;
    private final ExternalPartitions partitions;

    <P extends DatasetPort & RunPort> OnReplayed(P ports, Runs runs, ExternalPartitions partitions) {
        this.replays = ports.datasets().openReplays();
        this.answered = ports.runMetadata().answeredRequests();
        this.runs = runs;
        this.partitions = partitions;
    }

    void apply(ExternalDataset dataset, PartitionsChanged changed) {
        String run = runs.idOf(changed.cause());
        if (!runs.isOpen(run) && answered.contains(run)) {
            return;
        }
        begin(dataset.dataset(), changed);
        ReaderReaction reaction = ReaderReaction.unsettle(List.of(run));
        Set<InstanceId> readers = new LinkedHashSet<>();
        for (PartitionChange change : changed.changes()) {
            readers.addAll(partitions.record(dataset, change.partition(), change.after(), () -> reaction));
            readers.addAll(partitions.readers(dataset, change.partition(), () -> reaction));
        }
        partitions.unsettle(readers, () -> reaction);
        if (changed.batch().last() && replays.close(dataset.dataset(), run)) {
            runs.release(run);
        }
    }

    private void begin(DatasetRef dataset, PartitionsChanged changed) {
        String run = runs.replay(changed.cause());
        if (replays.open(dataset, run)) {
            runs.retain(run);
        }
    }
}
