package io.freshet.planner.domain.metadata;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.table.DurableQueue;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The typed tables of what is remembered of one workflow, by what it is about. They share one table of rows; no two of them have keys in common. */
public record WorkflowMetadata(
        Table<String> rows,
        DeploymentMetadata deployments,
        DatasetMetadata datasets,
        RunMetadata runs,
        InstanceMetadata instances) {
    private static final Set<String> UNFINISHED = Stream.concat(
                    Stream.of(PurgeCursor.PURGING, HoldReleases.RELEASING),
                    Stream.of(QueueName.values()).map(QueueName::key))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> OUTLIVE_REMOVAL = Set.of(
            PendingRemoval.REMOVED,
            PendingRemoval.DISCARDED,
            QueueName.INBOX.key(),
            QueueName.REMOVAL.key(),
            WorkflowVersions.DEPLOYED,
            WorkflowVersions.WAITING);

    /**
     * The tables of a workflow.
     *
     * @param rows of the workflow alone
     */
    public static WorkflowMetadata of(Table<String> rows) {
        return new WorkflowMetadata(
                rows,
                DeploymentMetadata.of(rows),
                DatasetMetadata.of(rows),
                RunMetadata.of(rows),
                InstanceMetadata.of(rows));
    }

    /** One of the workflow's queues, whose entries are rows of a table of their own. */
    public <V> DurableQueue<V> queue(Table<V> entries, QueueName name) {
        return new DurableQueue<>(entries, rows, name.key());
    }

    /** Whether a row is needed until the removal of the workflow is done. */
    public static boolean outlivesRemoval(String row) {
        return OUTLIVE_REMOVAL.contains(row);
    }

    /** Whether a row is needed until all others of the workflow are deleted, or longer. */
    public static boolean outlivesPurge(String row) {
        return row.equals(PurgeCursor.PURGING) || row.equals(WorkflowVersions.DEPLOYED);
    }

    /**
     * The workflows that have something left over for later steps.
     *
     * @param definitions the deployed version of each workflow
     * @param rows of all workflows
     */
    public static Set<WorkflowRef> unfinished(Table<?> definitions, Table<String> rows) {
        Set<WorkflowRef> unfinished = new LinkedHashSet<>();
        // Asked for by name: of other rows there may be one for every instance.
        definitions.scan("", (workflow, _) -> {
            if (UNFINISHED.stream().anyMatch(row -> rows.get(Keys.of(workflow, row)) != null)) {
                unfinished.add(WorkflowRef.parse(workflow));
            }
            return true;
        });
        return unfinished;
    }
}
