package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.FailureKind;
import io.freshet.contracts.event.PartitionOrder;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One random story of a workflow whose files, code and specification change, that is removed and deployed again, and of which runs are
 * asked for and cancelled, in any order with what the log delivers and how attempts end.
 */
final class RebuildStory {
    static final int MOST_STEPS = 24;

    private final long seed;
    private final @Nullable Set<Integer> only;
    private Random random;
    private Draft draft = new Draft();
    private final List<Draft> earlier = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Set<String> made = new HashSet<>();
    private int version;
    private boolean failed;
    final World world;

    /**
     * @param only the numbers of the steps that are played; null: all
     */
    RebuildStory(long seed, @Nullable Set<Integer> only) {
        this.seed = seed;
        this.only = only;
        random = new Random(seed);
        world = new World((random.nextInt(100) < 60
                        ? World.STEPS
                        : new Steps(1 + random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3), 1))
                .with(Scenario.bounds(seed)));
    }

    /** Plays the story until nothing is left to do. */
    void play() {
        do {
            draft = new Draft();
            new DraftChange(random, draft).begin();
        } while (!isPlannable(draft));
        // Most faults show in short stories, of which there can be more.
        int steps = 4 + random.nextInt((chance(60) ? MOST_STEPS / 2 : MOST_STEPS) - 4);
        write();
        deploy(draft);
        for (int i = 0; i < steps; i++) {
            // Each step has its own luck, so that the others stay what they are without it.
            random = new Random(seed * MOST_STEPS + i);
            if (only == null || only.contains(i)) {
                step();
                world.now = world.now.plusMillis(random.nextInt(3_000));
            }
        }
        random = new Random(~seed);
        finish();
    }

    /** Whether the files of a dataset were never anything but what somebody put there. */
    boolean isOnlyWatched(String dataset) {
        return !made.contains(dataset);
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 25) {
            write();
        } else if (dice < 45) {
            change();
        } else if (dice < 65) {
            deliver();
        } else if (dice < 80) {
            endOne();
        } else if (dice < 86) {
            ask();
        } else if (dice < 90) {
            cancel();
        } else if (dice < 93) {
            rollBack();
        } else if (dice < 95) {
            remove();
        } else if (dice < 97) {
            world.restart();
        } else {
            drain();
        }
    }

    private void change() {
        for (int attempt = 0; attempt < 8; attempt++) {
            Draft next = draft.copy();
            new DraftChange(random, next).change();
            if (isPlannable(next)) {
                deploy(next);
                return;
            }
        }
    }

    private void rollBack() {
        deploy(earlier.get(random.nextInt(earlier.size())).copy());
    }

    private boolean isPlannable(Draft candidate) {
        if (candidate.tasks.values().stream()
                        .anyMatch(task ->
                                task.outputs().isEmpty() || task.inputs().isEmpty())
                || hasTwoProducers(candidate)
                || candidate.tasks.values().stream()
                        .anyMatch(task -> !candidate.datasets.keySet().containsAll(task.outputs())
                                || task.inputs().values().stream()
                                        .anyMatch(input -> !candidate.datasets.containsKey(input.dataset())))) {
            return false;
        }
        try {
            WorkflowModel model = WorkflowModel.of(candidate.build(world.workflow, 1));
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

    private static boolean hasTwoProducers(Draft candidate) {
        List<String> outputs = candidate.tasks.values().stream()
                .flatMap(task -> task.outputs().stream())
                .toList();
        return Set.copyOf(outputs).size() < outputs.size();
    }

    private void deploy(Draft next) {
        WorkflowDefinition before = world.definition;
        Draft was = draft;
        draft = next;
        earlier.add(next.copy());
        made.addAll(next.produced());
        version++;
        WorkflowDefinition definition = next.build(world.workflow, version);
        if (before != null && takesOver(was, next)) {
            // What was told before the watcher stopped, or the task was gone, has arrived.
            world.deliverAllFiles();
        }
        if (before != null) {
            watch(was, next);
        }
        world.deploy(definition);
    }

    /** Whether anything is made that was not made by the version before. */
    private static boolean takesOver(Draft was, Draft next) {
        return !was.produced().containsAll(next.produced());
    }

    /** The watcher hears of the new version: what it watches now, and how, may be another. */
    private void watch(Draft was, Draft next) {
        for (String dataset : next.datasets.keySet()) {
            if (next.isProduced(dataset)) {
                world.files.remove(dataset);
            } else if (was.datasets.containsKey(dataset) && was.isProduced(dataset)) {
                world.files.put(dataset, world.shown(dataset));
                relist(dataset, next.layout(dataset), true);
            } else if (was.datasets.containsKey(dataset) && !was.layout(dataset).equals(next.layout(dataset))) {
                relist(dataset, next.layout(dataset), false);
            }
        }
    }

    /** The files of a dataset mean other partitions now. */
    private void relist(String dataset, Layout layout, boolean keep) {
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        Map<PartitionKey, PartitionVersion> there = Map.copyOf(world.files.getOrDefault(dataset, Map.of()));
        there.forEach((partition, content) -> {
            if (!Partitions.fit(layout.dimensions(), partition)) {
                changes.put(partition, null);
            } else if (!partition.project(layout.dimensions()).toString().equals(partition.toString())) {
                changes.put(partition, null);
                changes.put(partition.project(layout.dimensions()), content);
            } else if (!keep && chance(50)) {
                changes.put(partition, null);
            }
        });
        if (!changes.isEmpty()) {
            world.write(dataset, changes, 1 + random.nextInt(3));
        }
    }

    private void write() {
        List<String> external = draft.external();
        if (external.isEmpty()) {
            return;
        }
        String dataset = external.get(random.nextInt(external.size()));
        Layout layout = draft.layout(dataset);
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            changes.put(partition(layout), chance(30) ? null : content());
        }
        world.write(dataset, changes, 1 + random.nextInt(3));
    }

    private PartitionVersion content() {
        return new PartitionVersion(Sha256.of("content" + random.nextInt(4)), 1, 1);
    }

    private PartitionKey partition(Layout layout) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : layout.dimensions()) {
            values.put(
                    dimension.name(),
                    dimension.isTime()
                            ? dimension.project(pick(List.of("2026-01-01", "2026-01-02", "2026-02-01")))
                            : pick(List.of("a", "b")));
        }
        return PartitionKey.of(values);
    }

    private void deliver() {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(4)) {
                case 0 -> world.deliverSubscription();
                case 1 -> world.deliverFiles();
                case 2 -> world.deliverPartitions();
                default -> world.proceed(1 + random.nextInt(3));
            }
        }
    }

    private void endOne() {
        if (world.live.isEmpty()) {
            world.settleLog();
        }
        if (!world.live.isEmpty()) {
            String attempt = pick(List.copyOf(world.live.keySet()));
            if (chance(90)) {
                world.succeed(attempt);
            } else {
                failed = true;
                world.fail(attempt, FailureKind.EXIT);
            }
        }
    }

    private void ask() {
        Cause cause = world.cause(Cause.Kind.REQUESTED);
        world.request(new RunRequest.Evaluate(
                world.workflow,
                cause,
                List.of(),
                Map.of(),
                chance(60),
                false,
                Map.of(),
                PartitionOrder.NEWEST_FIRST,
                null,
                "alice",
                world.now));
        asked.add(DerivedId.run(world.workflow, cause.id()));
    }

    private void cancel() {
        if (!asked.isEmpty()) {
            world.cancel(new RunRequest.Cancel(world.workflow, pick(asked), null, "bob", world.now));
        }
    }

    private void remove() {
        if (world.definition != null) {
            // As with a deployment that makes something else.
            world.deliverAllFiles();
            int removed = version;
            world.remove();
            draft = draft.copy();
            deploy(draft);
            if (chance(30)) {
                // Both are read again.
                world.remove(removed);
                world.deploy(world.definition);
            }
        }
    }

    private void drain() {
        do {
            world.settleLog();
            while (!world.live.isEmpty()) {
                world.succeed(pick(List.copyOf(world.live.keySet())));
                if (chance(50)) {
                    world.settleLog();
                }
            }
            world.settleLog();
        } while (world.awaitTimer() || !world.live.isEmpty());
    }

    private void finish() {
        if (draft.datasets.values().stream().anyMatch(Draft.Data::keepsDeleted)) {
            // What is kept although it was deleted, no fresh installation would have.
            Draft last = draft.copy();
            last.datasets.replaceAll((_, data) -> new Draft.Data(data.layout(), data.path(), false));
            deploy(last);
        }
        drain();
        if (failed) {
            // Whoever repairs what failed asks once.
            world.request(List.of(), Map.of(), false);
            drain();
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
