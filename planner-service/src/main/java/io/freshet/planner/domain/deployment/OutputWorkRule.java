package io.freshet.planner.domain.deployment;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.planner.domain.graph.Forgetting;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.metadata.RetainedOutputs;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.port.RowPort;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Continuation.Discarding;
import io.freshet.planner.domain.state.Continuation.Dropping;
import io.freshet.planner.domain.state.Continuation.HandingOver;
import io.freshet.planner.domain.state.Continuation.Republishing;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.Rows;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives what a dataset has to the instances that make it now, after a deployment. */
public final class OutputWorkRule implements PagedRule<Continuation.OutputWork> {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final Table<PartitionVersion> outputs;
    private final RowPort rows;
    private final Inheritance inheritance;
    private final Forgetting forgetting;

    public <P extends ModelPort & InstancePort & OutputPort & RowPort> OutputWorkRule(
            P ports, Inheritance inheritance, Forgetting forgetting) {
        this.model = ports.model();
        this.instances = ports;
        this.outputs = ports.outputRows();
        this.rows = ports;
        this.inheritance = inheritance;
        this.forgetting = forgetting;
    }

    @Override
    public Table<?> rows(Continuation.OutputWork work) {
        return switch (work) {
            case HandingOver _, Republishing _, Discarding _ -> outputs;
            case Dropping _ -> rows.rows(Rows.METADATA);
        };
    }

    @Override
    public String prefix(Continuation.OutputWork work) {
        return switch (work) {
            case HandingOver handing -> Keys.prefix(handing.task());
            case Republishing republishing -> Keys.prefix(republishing.task());
            case Discarding discarding -> Keys.prefix(discarding.task());
            case Dropping dropping -> RetainedOutputs.rowsOf(dropping.task());
        };
    }

    @Override
    public void apply(Continuation.OutputWork work, String row) {
        String output = work instanceof Dropping ? RetainedOutputs.output(row) : row;
        InheritedOutput made = InheritedOutput.parse(model.ref(), output);
        PartitionVersion version = outputs.get(output);
        switch (work) {
            case HandingOver handing -> handOver(handing, made, version);
            case Republishing republishing -> republish(republishing, made, version);
            case Discarding discarding -> discard(discarding, made, version);
            case Dropping dropping -> drop(dropping, row, made, version);
        }
    }

    /** Gives what a task has made of a dataset to the instance that makes it now, or takes it away if its files lie in another way. */
    private void handOver(HandingOver work, InheritedOutput old, @Nullable PartitionVersion version) {
        if (version == null || !old.dataset().dataset().equals(work.was().dataset())) {
            return;
        }
        Optional<OutputModel> output = inheritance.output(old.dataset());
        if (output.isPresent() && output.get().layout().equals(work.was().layout())) {
            InheritedOutput next = inheritance.ownedBy(old.dataset(), old.partition());
            if (!next.equals(old)) {
                outputs.delete(old.row());
                outputs.put(next.row(), version);
            }
            return;
        }
        outputs.delete(old.row());
        if (output.isPresent()) {
            PartitionChange gone = new PartitionChange(old.partition(), version, null);
            inheritance.publish(
                    old, work.was().path(), work.was().layout(), work.runs().getFirst(), gone);
        }
    }

    /** Lets a partition be seen where the dataset's directory is now. */
    private void republish(Republishing work, InheritedOutput output, @Nullable PartitionVersion version) {
        if (version != null && output.dataset().dataset().equals(work.dataset())) {
            OutputModel of = inheritance.output(output.dataset()).orElseThrow();
            PartitionChange same = new PartitionChange(output.partition(), version, version);
            inheritance.publish(output, of.path(), of.layout(), work.runs().getFirst(), same);
        }
    }

    /** Takes a partition away of which the dataset no longer says that it is kept although it was deleted. */
    private void drop(Dropping work, String row, InheritedOutput output, @Nullable PartitionVersion version) {
        if (model.keepsDeleted(output.dataset())) {
            return;
        }
        instances.instanceMetadata().retainedOutputs().forget(row);
        if (version == null) {
            return;
        }
        inheritance.takeAway(output, version, work.runs().getFirst());
        inheritance.notifyReaders(output, null, new ReaderReaction(work.runs(), Holds.DEPLOYMENT));
        forgetting.consider(output.instance());
    }

    /** Takes a partition away that no instance has taken over. */
    private void discard(Discarding work, InheritedOutput output, @Nullable PartitionVersion version) {
        if (version != null && instances.instance(output.instance()) == null) {
            inheritance.takeAway(output, version, work.runs().getFirst());
        }
    }
}
