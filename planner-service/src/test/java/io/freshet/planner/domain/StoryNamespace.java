package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.Partitions;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The workflows of a {@link RebuildStory}, of which each may read what the other makes, and the watcher, which watches what some read and
 * none makes. Refuses what the scheduler refuses: two producers, a dataset that is not declared alike, and circles.
 */
final class StoryNamespace {
    private final World world;
    private final List<StoryWorkflow> workflows;
    private final Set<String> made = new HashSet<>();
    private final Set<String> removed = new TreeSet<>();
    private int removals;

    StoryNamespace(World world) {
        this.world = world;
        this.workflows = List.of(new StoryWorkflow(world.workflow.workflow()), new StoryWorkflow("other"));
    }

    StoryWorkflow first() {
        return workflows.getFirst();
    }

    StoryWorkflow second() {
        return workflows.getLast();
    }

    List<StoryWorkflow> deployed() {
        return workflows.stream()
                .filter(workflow -> workflow.deployed() != null)
                .toList();
    }

    StoryWorkflow beside(StoryWorkflow workflow) {
        return workflow == first() ? second() : first();
    }

    /** What is deployed beside a workflow. */
    Draft draftBeside(StoryWorkflow workflow) {
        StoryWorkflow other = beside(workflow);
        return other.deployed() == null ? new Draft() : other.draft;
    }

    /** What all deployed workflows say together. */
    Draft all() {
        return deployed().stream()
                .map(workflow -> workflow.draft)
                .reduce((one, other) -> one.with(other, "other-"))
                .orElseGet(Draft::new);
    }

    /** Whether the files of a dataset were never anything but what somebody put there. */
    boolean isOnlyWatched(String dataset) {
        return !made.contains(dataset);
    }

    /** The datasets that were removed as orphans, and that nobody has declared since. */
    Set<String> removed() {
        return removed;
    }

    /** Whether a specification can be planned, ends, and fits beside what else is deployed. */
    boolean admits(StoryWorkflow workflow, Draft candidate) {
        Draft other = draftBeside(workflow);
        Draft both = candidate.with(other, "other-");
        return candidate.isComplete()
                && both.isComplete()
                && !both.hasCircle()
                && candidate.datasets.entrySet().stream()
                        .allMatch(data -> isAlike(data.getValue(), other.datasets.get(data.getKey())))
                && isPlannable(workflow, candidate);
    }

    private static boolean isAlike(Draft.Data one, Draft.Data other) {
        return other == null
                || (one.layout().equals(other.layout()) && one.path().equals(other.path()));
    }

    private static boolean isPlannable(StoryWorkflow workflow, Draft candidate) {
        try {
            WorkflowModel model = WorkflowModel.of(candidate.build(workflow.ref, 1));
            return model.tasks().values().stream()
                    .noneMatch(task -> readsItself(task) || task.definers().isEmpty());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Such a task depends on its history by intent, as one does of which only requests define instances. */
    private static boolean readsItself(TaskModel task) {
        return task.inputs().stream().anyMatch(InputModel::isChain);
    }

    void deploy(StoryWorkflow workflow, Draft next, Random random) {
        Draft was = all();
        WorkflowDefinition definition = workflow.next(next);
        Draft now = all();
        made.addAll(next.produced());
        removed.removeAll(next.datasets.keySet());
        if (!was.produced().containsAll(now.produced())) {
            // What was told before the watcher stopped, or the task was gone, has arrived.
            world.deliverAllFiles();
        }
        watch(was, now, random);
        world.deploy(definition);
    }

    void remove(StoryWorkflow workflow, Random random) {
        // As with a deployment that makes something else.
        world.deliverAllFiles();
        Draft was = all();
        workflow.removed();
        watch(was, all(), random);
        world.remove(workflow.ref, workflow.version());
    }

    /** The last version of a workflow that was removed is read again. */
    void repeatDefinition(StoryWorkflow workflow) {
        world.deploy(workflow.draft.build(workflow.ref, workflow.version()));
    }

    /** Both are read again. */
    void repeatRemoval(StoryWorkflow workflow, int version) {
        world.remove(workflow.ref, version);
        world.deploy(workflow.deployed());
    }

    /** Somebody removes an orphan, which the scheduler allows only of what no deployed workflow declares. */
    void removeOrphan(Random random) {
        Draft all = all();
        List<String> orphans = new TreeSet<>(made)
                .stream().filter(dataset -> !all.datasets.containsKey(dataset)).toList();
        if (orphans.isEmpty()) {
            return;
        }
        DatasetRef orphan = new DatasetRef(world.workflow.namespace(), orphans.get(random.nextInt(orphans.size())));
        world.settleLog();
        if (world.catalogTables.watched().get(orphan.toString()) != null) {
            // Somebody's own by now.
            return;
        }
        removals++;
        Cause cause = world.cause(Cause.Kind.REQUESTED);
        world.commands.add(new DatasetRemovalRequested(
                orphan, "data/" + orphan.dataset(), "**", removals, cause, "alice", world.now));
        removed.add(orphan.dataset());
    }

    /** The watcher hears of a change: what it watches now, and how, may be another. */
    private void watch(Draft was, Draft now, Random random) {
        for (String dataset : now.datasets.keySet()) {
            if (now.isProduced(dataset)) {
                world.files.remove(dataset);
            } else if (was.datasets.containsKey(dataset) && was.isProduced(dataset)) {
                world.files.put(dataset, world.shown(dataset));
                relist(dataset, now.layout(dataset), true, random);
            } else if (was.datasets.containsKey(dataset) && !was.layout(dataset).equals(now.layout(dataset))) {
                relist(dataset, now.layout(dataset), false, random);
            }
        }
    }

    /** The files of a dataset mean other partitions now. */
    private void relist(String dataset, Layout layout, boolean keep, Random random) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        Map<PartitionKey, PartitionVersion> there = Map.copyOf(world.files.getOrDefault(dataset, Map.of()));
        there.forEach((partition, content) -> {
            if (!Partitions.fit(layout.dimensions(), partition)) {
                changes.put(partition, null);
            } else if (!partition.project(layout.dimensions()).toString().equals(partition.toString())) {
                changes.put(partition, null);
                changes.put(partition.project(layout.dimensions()), content);
            } else if (!keep && random.nextBoolean()) {
                changes.put(partition, null);
            }
        });
        if (!changes.isEmpty()) {
            world.write(dataset, changes, 1 + random.nextInt(3));
        }
    }
}
