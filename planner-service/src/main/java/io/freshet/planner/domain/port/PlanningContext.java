package io.freshet.planner.domain.port;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.metadata.DatasetMetadata;
import io.freshet.planner.domain.metadata.DeploymentMetadata;
import io.freshet.planner.domain.metadata.HoldReleases;
import io.freshet.planner.domain.metadata.InstanceMetadata;
import io.freshet.planner.domain.metadata.QueueName;
import io.freshet.planner.domain.metadata.RunMetadata;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.state.Continuation;
import io.freshet.planner.domain.state.DecisionBudget;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.Effects;
import io.freshet.planner.domain.state.OutputParts;
import io.freshet.planner.domain.state.PartitionLists;
import io.freshet.planner.domain.state.Rows;
import io.freshet.planner.domain.state.Run;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.state.UnsettledEdges;
import io.freshet.planner.domain.state.WorkflowTables;
import io.freshet.planner.domain.table.DurableQueue;
import io.freshet.planner.domain.table.Table;
import java.time.Instant;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is about, and where its effects go: values and rows, no rules. A rule does not take this but the ports that it needs.
 *
 * @param model the deployed version
 * @param tables the rows of the workflow
 * @param budget how much it may do
 * @param now the time of the decision
 */
public record PlanningContext(
        WorkflowModel model, WorkflowTables tables, DecisionBudget budget, Instant now, Effects effects)
        implements ModelPort,
                TimePort,
                EffectPort,
                BudgetPort,
                InstancePort,
                EdgePort,
                OutputPort,
                DatasetPort,
                RunPort,
                HoldPort,
                DeploymentPort,
                QueuePort,
                RowPort {
    public static PlanningContext of(
            WorkflowModel model, Tables tables, StepLimits limits, Instant now, Consumer<Event> events) {
        return of(model, tables, DecisionBudget.of(limits), now, events);
    }

    /**
     * One of several decisions in a row.
     *
     * @param budget what they may do together
     */
    public static PlanningContext of(
            WorkflowModel model, Tables tables, DecisionBudget budget, Instant now, Consumer<Event> events) {
        return new PlanningContext(
                model,
                new WorkflowTables(tables, model.ref()),
                budget,
                now,
                new Effects(model.ref(), tables.timers(), events));
    }

    public WorkflowRef workflow() {
        return model.ref();
    }

    @Override
    public @Nullable Instance instance(InstanceId id) {
        return tables.instance(id);
    }

    @Override
    public Instance require(InstanceId id) {
        return tables.require(id);
    }

    @Override
    public void put(InstanceId id, Instance instance) {
        tables.put(id, instance);
    }

    @Override
    public void delete(InstanceId id) {
        tables.delete(id);
    }

    @Override
    public int inFlight() {
        return tables.inFlight();
    }

    @Override
    public Table<Instance> instanceRows() {
        return tables.instances;
    }

    @Override
    public InstanceMetadata instanceMetadata() {
        return tables.metadata.instances();
    }

    @Override
    public Table<Edge> edgeRows() {
        return tables.edges;
    }

    @Override
    public void edgesWhile(InputModel input, PartitionKey key, BiPredicate<String, Edge> visitor) {
        tables.edgesWhile(input, key, visitor);
    }

    @Override
    public boolean hasEdges(InputModel input, PartitionKey key) {
        return tables.hasEdges(input, key);
    }

    @Override
    public UnsettledEdges unsettledEdges() {
        return tables.unsettled;
    }

    @Override
    public PartitionLists partitionLists() {
        return tables.lists;
    }

    @Override
    public Table<String> readerRows() {
        return tables.readers;
    }

    @Override
    public Table<PartitionVersion> outputRows() {
        return tables.outputs;
    }

    @Override
    public boolean hasOutputs(InstanceId id) {
        return tables.hasOutputs(id);
    }

    @Override
    public OutputParts outputParts() {
        return tables.outputParts;
    }

    @Override
    public Table<Results> resultRows() {
        return tables.results;
    }

    @Override
    public Table<PartitionVersion> partitionRows() {
        return tables.partitions;
    }

    @Override
    public DatasetMetadata datasets() {
        return tables.metadata.datasets();
    }

    @Override
    public Table<Run> runRows() {
        return tables.runs;
    }

    @Override
    public Table<String> memberRows() {
        return tables.members;
    }

    @Override
    public RunMetadata runMetadata() {
        return tables.metadata.runs();
    }

    @Override
    public Table<String> holdRows() {
        return tables.holds;
    }

    @Override
    public HoldReleases holdReleases() {
        return tables.metadata.datasets().holdReleases();
    }

    @Override
    public DeploymentMetadata deployments() {
        return tables.metadata.deployments();
    }

    @Override
    public Table<Continuation> continuationRows() {
        return tables.continuations;
    }

    @Override
    public Table<Event> inboxRows() {
        return tables.inbox;
    }

    @Override
    public <V> DurableQueue<V> queue(Table<V> entries, QueueName name) {
        return tables.metadata.queue(entries, name);
    }

    @Override
    public Table<?> rows(Rows which) {
        return tables.rows(which);
    }

    @Override
    public void clear(Rows which, String row) {
        tables.clear(which, row);
    }
}
