package io.freshet.planner.domain.deployment;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.metadata.InheritingTasks;
import io.freshet.planner.domain.model.OutputModel;
import io.freshet.planner.domain.model.Partitions;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.ReaderReaction;
import io.freshet.planner.domain.state.WorkflowTables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue reports what there is of datasets that the workflow makes since its last deployment; see {@link Inheritance}. What no
 * instance has taken over when the run of the deployment ends does not exist any more.
 */
public final class Adoption {
    private final PlanningContext context;
    private final WorkflowTables tables;
    private final Runs runs;
    private final DeferredWork agenda;
    private final DatasetSubscriptions subscriptions;
    private final Inheritance inheritance;
    private final InheritingTasks inheriting;

    public Adoption(
            PlanningContext context,
            Runs runs,
            DeferredWork agenda,
            DatasetSubscriptions subscriptions,
            Inheritance inheritance) {
        this.context = context;
        this.tables = context.tables();
        this.runs = runs;
        this.agenda = agenda;
        this.subscriptions = subscriptions;
        this.inheritance = inheritance;
        this.inheriting = context.metadata().deployments().inheritingTasks();
    }

    public boolean isOpen(DatasetRef dataset) {
        return context.metadata().datasets().adoptions().isOpen(dataset);
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

    private void adopt(OutputModel model, PartitionChange change, String run) {
        PartitionKey partition = change.partition();
        PartitionVersion after = change.after();
        boolean fits = Partitions.fit(model.dimensions(), partition)
                && partition.project(model.dimensions()).equals(partition);
        if (fits) {
            adopt(inheritance.ownedBy(model.dataset(), partition), after, run);
        } else if (after != null) {
            String producer =
                    context.model().producer(model.dataset()).orElseThrow().name();
            InstanceId nobody = new InstanceId(producer, PartitionKey.NONE);
            inheritance.takeAway(new InheritedOutput(nobody, model.dataset(), partition), after, run);
        }
    }

    private void adopt(InheritedOutput output, @Nullable PartitionVersion after, String run) {
        InstanceId owner = output.instance();
        PartitionVersion own = tables.outputs.get(output.row());
        Instance instance = tables.instance(owner);
        boolean mayKeep = instance == null || (!instance.settled() && instance.lastKey() == null);
        if (after == null) {
            if (own != null && mayKeep) {
                tables.outputs.delete(output.row());
                inheritance.notifyReaders(output, null, ReaderReaction.unsettle(runs.of(owner)));
            }
        } else if (!mayKeep && own == null) {
            inheritance.takeAway(output, after, run);
        } else if (mayKeep && !after.equals(own)) {
            tables.outputs.put(output.row(), after);
            if (instance != null) {
                tables.put(owner, instance.holdingOutputs());
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
            if (context.model().task(task).isPresent()) {
                agenda.add(new Continuation.Discarding(task, List.of(run), ""));
            }
        }
        context.model().produced().forEach(subscriptions::endAdoption);
        return agenda.isOpen();
    }
}
