package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.StepLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One random story: a graph of one to six tasks, and changes, deletions, bursts, new versions, failures, cancellations and requests in
 * a random order, interleaved with what the log delivers and how attempts end.
 */
final class Scenario {
    static final int MOST_STEPS = 45;

    private final long seed;
    private final @Nullable Set<Integer> only;
    private final boolean faults;
    private final Luck luck;
    private final RandomGraph graph;
    private final List<String> stale = new ArrayList<>();
    private int versions;
    final World world;

    /**
     * @param only the numbers of the steps that are played; null: all
     */
    Scenario(long seed, @Nullable Set<Integer> only) {
        this(seed, only, false);
    }

    /**
     * @param faults whether decisions fail now and then, and the workflow is resumed or deployed anew some time later
     */
    Scenario(long seed, @Nullable Set<Integer> only, boolean faults) {
        this.seed = seed;
        this.only = only;
        this.faults = faults;
        luck = new Luck(seed);
        graph = new RandomGraph(luck);
        world = new World(
                (luck.number(100) < 50
                                ? World.STEPS
                                : new StepLimits(1 + luck.number(4), luck.number(3), 1 + luck.number(3), 1))
                        .with(bounds(seed))
                        .withWindowKeys(windowKeys(seed)),
                faults);
    }

    /** In two of three stories small enough that what little they gather is listed, by a luck of its own, so that the others stay what they are. */
    static ListBounds bounds(long seed) {
        Random own = new Random(~seed);
        return own.nextInt(3) == 0
                ? ListBounds.DEFAULT
                : new ListBounds(own.nextInt(3), 1 + own.nextInt(3), 1 + own.nextInt(3), 10 + own.nextInt(60), 3);
    }

    /** In two of three stories fewer than two windows have, by a luck of its own as well. */
    static int windowKeys(long seed) {
        Random own = new Random(~seed * 31);
        return own.nextInt(3) == 0 ? StepLimits.DEFAULT.windowKeys() : 1 + own.nextInt(4);
    }

    /** Plays the story to its end: everything that can succeed has succeeded. */
    void play() {
        graph.begin();
        if (luck.chance(60)) {
            change();
        }
        deploy();
        int steps = 5 + luck.number(MOST_STEPS - 5);
        for (int i = 0; i < steps; i++) {
            // Each step has its own luck, so that the others stay what they are without it.
            luck.of(seed * MOST_STEPS + i);
            if (only != null && !only.contains(i)) {
                continue;
            }
            if (faults) {
                stepWithFault();
            } else {
                step();
            }
            world.now = world.now.plusMillis(luck.number(5_000));
            if (luck.chance(30)) {
                world.tick();
            }
            if (luck.chance(4)) {
                Invariants.pendingCountsUnsettledEdges(world);
            }
        }
        luck.of(~seed);
        finish();
    }

    private void stepWithFault() {
        if (world.rests() && luck.chance(25)) {
            world.resume();
        }
        if (luck.chance(40)) {
            world.journal.failAfter(1 + luck.number(40));
        }
        step();
        world.journal.disarm();
    }

    /** One change in a settled world, then everything it causes, in a random order and without a failure. */
    int changeOnce() {
        int before = world.emitted.size();
        change();
        drain();
        return before;
    }

    WorkflowSpec spec() {
        return world.definition.spec();
    }

    /** Whether what is late is done without for a while, and then once more. */
    boolean hasDeadline() {
        return spec().tasks().values().stream()
                .anyMatch(task -> task.inputs().values().stream().anyMatch(input -> input.deadline() != null));
    }

    /** Whether one launch may take up less than there is. */
    boolean hasBatch() {
        return spec().tasks().values().stream()
                .anyMatch(task -> task.inputs().values().stream()
                        .anyMatch(input -> input.pace().batch() != null));
    }

    boolean hasFanOut() {
        return spec().tasks().values().stream()
                .anyMatch(task -> task.outputs().keySet().stream()
                        .anyMatch(output -> !spec().layout(output).dimensions().equals(spec().taskDimensions(task))));
    }

    private void finish() {
        if (world.rests()) {
            world.resume();
        }
        drain();
        // Whoever repairs what failed asks once: what follows goes on by itself.
        if (luck.chance(20) || world.instances().values().stream().anyMatch(Instance::isBad)) {
            world.request(List.of(), Map.of(), false);
            drain();
        }
    }

    private void drain() {
        AnyOrder.drain(world, luck.random());
    }

    private void step() {
        int dice = luck.number(100);
        if (dice < 14) {
            change();
        } else if (dice < 55) {
            deliver();
        } else if (dice < 80) {
            finishOne();
        } else if (dice < 84) {
            repeatFinish();
        } else if (dice < 89) {
            request();
        } else if (dice < 92) {
            cancel();
        } else if (dice < 93) {
            world.restart();
        } else if (dice < 96) {
            newCode();
        } else {
            restructure();
        }
    }

    private void deliver() {
        switch (luck.number(6)) {
            case 0 -> world.deliverSubscription();
            case 5 -> world.proceedWithAnswer();
            case 1 -> deliverBatch();
            case 2, 3 -> world.deliverPartitions();
            default -> world.proceed(1 + luck.number(3));
        }
    }

    private void deliverBatch() {
        int parts = 1 + luck.number(3);
        for (int i = 0; i < parts; i++) {
            world.deliverFiles();
        }
    }

    private void change() {
        String dataset = luck.pick(graph.external());
        Layout layout = graph.specs().datasets().get(dataset).layout();
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        int count = 1 + luck.number(luck.chance(30) ? 8 : 2);
        for (int i = 0; i < count; i++) {
            changes.put(partition(layout), luck.chance(15) ? null : version());
        }
        world.write(dataset, changes, 1 + luck.number(4));
    }

    private PartitionVersion version() {
        return new PartitionVersion(Sha256.of("content" + luck.number(6)), 1, 1);
    }

    private PartitionKey partition(Layout layout) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Dimension dimension : layout.dimensions()) {
            values.put(dimension.name(), value(dimension));
        }
        return PartitionKey.of(values);
    }

    private String value(Dimension dimension) {
        if (!dimension.isTime()) {
            return luck.pick(List.of("a", "b", "c"));
        }
        String day = "2026-0%d-0%d".formatted(1 + luck.number(2), 1 + luck.number(3));
        return dimension.project(day);
    }

    private void finishOne() {
        if (world.live.isEmpty()) {
            return;
        }
        String attempt = luck.pick(List.copyOf(world.live.keySet()));
        stale.add(attempt);
        int dice = luck.number(100);
        if (dice < 75) {
            world.succeed(attempt);
        } else if (dice < 98) {
            world.fail(attempt, luck.pick(List.of(FailureKind.values())));
        } else {
            TaskReady ready = world.live.get(attempt);
            world.finish(
                    attempt,
                    new Outcome.Succeeded(
                            List.of(new Outcome.OutputPartition(
                                    new DatasetRef("prod", "elsewhere"),
                                    ready.instance().partition(),
                                    version())),
                            Map.of(),
                            null));
        }
    }

    private void repeatFinish() {
        if (!stale.isEmpty()) {
            String attempt = luck.pick(stale);
            if (!world.live.containsKey(attempt)) {
                world.succeed(attempt);
            }
        }
    }

    private void request() {
        List<String> tasks = luck.chance(50)
                ? List.of()
                : List.of(luck.pick(List.copyOf(graph.specs().tasks().keySet())));
        Map<String, String> where =
                luck.chance(50) ? Map.of() : Map.of("date", luck.pick(List.of("2026-01", "2026-02-01")));
        world.request(tasks, where, luck.chance(40));
    }

    private void cancel() {
        if (world.live.isEmpty()) {
            return;
        }
        TaskReady ready = world.live.get(luck.pick(List.copyOf(world.live.keySet())));
        boolean one = luck.chance(50);
        stale.add(ready.attempt());
        world.cancel(new RunRequest.Cancel(
                world.workflow, one ? null : ready.run(), one ? ready.instance() : null, "bob", world.now));
    }

    private void newCode() {
        graph.specs().code(luck.pick(List.copyOf(graph.specs().tasks().keySet())), "v" + luck.number(3));
        deploy();
    }

    private void restructure() {
        if (luck.chance(20)) {
            removeAndDeploy();
            return;
        }
        if (!luck.chance(40) || !graph.removeLastTask()) {
            graph.addTask();
        }
        deploy();
    }

    /** Removes the workflow, sometimes more than once, and deploys it again while it may still be going. */
    private void removeAndDeploy() {
        world.remove();
        int steps = luck.number(4);
        for (int i = 0; i < steps; i++) {
            deliver();
        }
        deploy();
        if (luck.chance(30)) {
            deliver();
            world.remove();
            deploy();
        }
    }

    private void deploy() {
        versions++;
        world.deploy(graph.specs().build(world.workflow, versions));
    }
}
