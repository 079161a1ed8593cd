package io.freshet.planner.domain.state;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Results;
import io.freshet.planner.domain.metadata.WorkflowMetadata;
import io.freshet.planner.domain.table.Table;

/**
 * Everything the planner keeps, for all workflows; every key starts with the workflow's.
 *
 * @param definitions the deployed version of each workflow
 * @param partitions of the datasets from outside: dataset, partition
 * @param outputs what instances have made: task, instance, dataset, partition
 * @param outputParts outputs of attempts that have not been heard to have ended: task, instance, attempt, part
 * @param results what instances reported: task, instance
 * @param edges what inputs see: task, input, key, partition
 * @param lists the chunks in which the edges of large gathers are listed: task, input, key, last partition
 * @param readers instances that do not follow from a key alone: task, input, key, instance
 * @param instances task, instance
 * @param runs the open ones: run
 * @param members the open runs of each unsettled instance, oldest first: task, instance
 * @param holds instances that wait for the end of a batch: scope, order key, task, instance
 * @param metadata what else is remembered of a workflow, see {@link WorkflowMetadata}
 * @param continuations what decisions have left to later steps: queue, number
 * @param inbox what came meanwhile: queue, number
 * @param faults of the workflows that rest
 * @param timers what is due later; its keys start with the time
 */
public record Tables(
        Table<WorkflowDefinition> definitions,
        Table<PartitionVersion> partitions,
        Table<PartitionVersion> outputs,
        Table<OutputsListed> outputParts,
        Table<Results> results,
        Table<Edge> edges,
        Table<ListedChunk> lists,
        Table<String> readers,
        Table<Instance> instances,
        Table<Run> runs,
        Table<String> members,
        Table<String> holds,
        Table<String> metadata,
        Table<Continuation> continuations,
        Table<Event> inbox,
        Table<Fault> faults,
        Timers timers) {}
