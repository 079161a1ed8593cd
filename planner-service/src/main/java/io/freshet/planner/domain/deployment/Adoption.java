package io.freshet.planner.domain.deployment;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.metadata.Adoptions;
import io.freshet.planner.domain.metadata.InheritingTasks;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.Partitions;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.port.DatasetPort;
import io.freshet.planner.domain.port.DeploymentPort;
import io.freshet.planner.domain.port.InstancePort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.OutputPort;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.table.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue reports what there is of datasets that the workflow makes since its last deployment; see {@link Inheritance}. What no
 * instance has taken over when the run of the deployment ends does not exist any more.
 */
public final class Adoption {
    private final WorkflowModel model;
    private final InstancePort instances;
    private final Table<PartitionVersion> outputs;
    private final Adoptions adoptions;
    private final Runs runs;
    private final DeferredWork agenda;
    private final DatasetSubscriptions subscriptions;
    private final Inheritance inheritance;
    private final InheritingTasks inheriting;

    public <P extends ModelPort & InstancePort & OutputPort & DatasetPort & DeploymentPort> Adoption(
            P ports, Runs runs, DeferredWork agenda, DatasetSubscriptions subscriptions, Inheritance inheritance) {
        this.model = ports.model();
        this.instances = ports;
        this.outputs = ports.outputRows();
        this.adoptions = ports.datasets().adoptions();
        this.runs = runs;
        this.agenda = agenda;
        this.subscriptions = subscriptions;
        this.inheritance = inheritance;
        this.inheriting = ports.deployments().inheritingTasks();
    }

    public boolean isOpen(DatasetRef dataset) {
        return adoptions.isOpen(dataset);
    }

    public void apply(PartitionsChanged changed) {
        if (subscriptions.isOutdated(changed)) {
            return;
        }
        boolean answer = subscriptions.isAnswer(changed);
        String run = inheriting.run();
        OutputModel output = inheritance.output(changed.dataset()).orElse(null);
        if (run != null && output != null) {
            changed.changes().forEach(change -> adopt(output, change, run));
        }
        if (answer && changed.batch().last()) {
            subscriptions.answered(changed.dataset());
        }
    }

    private void adopt(OutputModel of, PartitionChange change, String run) {
        PartitionKey partition = change.partition();
        PartitionVersion after = change.after();
        boolean fits = Partitions.fit(of.dimensions(), partition)
                && partition.project(of.dimensions()).equals(partition);
        if (fits) {
            adopt(inheritance.ownedBy(of.dataset(), partition), after, run);
        } else if (after != null) {
            String producer = model.producer(of.dataset()).orElseThrow().name();
            InstanceId nobody = new InstanceId(producer, PartitionKey.NONE);
            inheritance.takeAway(new InheritedOutput(nobody, of.dataset(), partition), after, run);
        }
    }

    private void adopt(InheritedOutput output, @Nullable PartitionVersion after, String run) {
        InstanceId owner = output.instance();
        PartitionVersion own = outputs.get(output.row());
        Instance instance = instances.instance(owner);
        boolean mayKeep = instance == null || (!instance.settled() && instance.lastKey() == null);
        if (after == null) {
            if (own != null && mayKeep) {
                outputs.delete(output.row());
                inheritance.notifyReaders(output, null, ReaderReaction.unsettle(runs.of(owner)));
            }
        } else if (!mayKeep && own == null) {
            inheritance.takeAway(output, after, run);
        } else if (mayKeep && !after.equals(own)) {
            outputs.put(output.row(), after);
            if (instance != null) {
                instances.put(owner, instance.holdingOutputs());
                Edge edge = new Edge(after.fingerprint(), Upstream.UNSETTLED);
                inheritance.notifyReaders(output, edge, ReaderReaction.unsettle(runs.of(owner)));
            }
        }
    }

    /**
     * When the run of the deployment has nothing else left to do: plans to look for what nobody has taken over, and asks for no more.
     *
     * @return whether there is something to be done
     */
    public boolean endWithRun() {
        String run = inheriting.run();
        if (run == null || !runs.isOpen(run) || runs.require(run).outstanding() > 0) {
            return false;
        }
        inheriting.end();
        for (String task : inheriting.takeAll()) {
            if (model.task(task).isPresent()) {
                agenda.add(new Continuation.Discarding(task, List.of(run), ""));
            }
        }
        model.produced().forEach(subscriptions::endAdoption);
        return agenda.isOpen();
    }
}
