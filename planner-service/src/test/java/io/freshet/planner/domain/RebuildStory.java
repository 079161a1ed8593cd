package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.table.Keys;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One random story of two workflows that read each other's datasets, whose files, code and specifications change, that are removed and
 * deployed again, and of which runs are asked for and cancelled, in any order with what the log delivers and how attempts end, by
 * clocks that differ.
 */
final class RebuildStory {
    static final int MOST_STEPS = 24;

    private static final List<String> TEXTS = List.of("a", "b");
    private static final List<String> DAYS = List.of("2026-01-01", "2026-01-02", "2026-02-01");

    private final long seed;
    private final @Nullable Set<Integer> only;
    private Random random;
    private boolean owed;
    final World world;
    final StoryNamespace namespace;

    /**
     * @param only the numbers of the steps that are played; null: all
     */
    RebuildStory(long seed, @Nullable Set<Integer> only) {
        this.seed = seed;
        this.only = only;
        random = new Random(seed);
        world = new World((random.nextInt(100) < 70
                        ? World.STEPS
                        : new StepLimits(1 + random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3), 1))
                .with(Scenario.bounds(seed))
                .withWindowKeys(Scenario.windowKeys(seed)));
        namespace = new StoryNamespace(world);
        if (chance(30)) {
            world.clocks(now -> now.plus(Duration.ofHours(random.nextInt(3) - 1)));
        }
    }

    /** Plays the story until nothing is left to do. */
    void play() {
        begin(namespace.first());
        // Most faults show in short stories, of which there can be more.
        int steps = 3 + random.nextInt((chance(75) ? MOST_STEPS / 3 : MOST_STEPS) - 3);
        if (chance(40)) {
            begin(namespace.second());
        }
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

    private void begin(StoryWorkflow workflow) {
        for (int attempt = 0; attempt < 50; attempt++) {
            Draft draft = new Draft();
            DraftChange change = new DraftChange(random, draft, namespace.draftBeside(workflow));
            if (workflow == namespace.first()) {
                change.begin();
            } else {
                change.beginBeside();
            }
            if (namespace.admits(workflow, draft)) {
                workflow.draft = draft;
                write(draft);
                namespace.deploy(workflow, draft, random);
                return;
            }
        }
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 25) {
            write(namespace.all());
        } else if (dice < 44) {
            change(some());
        } else if (dice < 63) {
            deliver();
        } else if (dice < 78) {
            endOne();
        } else if (dice < 84) {
            ask(some());
        } else if (dice < 88) {
            cancel(some());
        } else if (dice < 91) {
            rollBack(some());
        } else if (dice < 94) {
            remove(some());
        } else if (dice < 96) {
            namespace.removeOrphan(random);
        } else if (dice < 97) {
            world.now = world.now.plus(Duration.ofHours(1));
        } else if (dice < 98) {
            world.restart();
        } else {
            drain();
        }
    }

    /** One of the workflows that were ever deployed. */
    private StoryWorkflow some() {
        boolean second = namespace.second().version() > 0 && random.nextBoolean();
        return second || namespace.first().version() == 0 ? namespace.second() : namespace.first();
    }

    private void change(StoryWorkflow workflow) {
        for (int attempt = 0; attempt < 8; attempt++) {
            Draft next = workflow.draft.copy();
            new DraftChange(random, next, namespace.draftBeside(workflow)).change();
            if (namespace.admits(workflow, next)) {
                namespace.deploy(workflow, next, random);
                return;
            }
        }
    }

    private void rollBack(StoryWorkflow workflow) {
        Draft earlier = pick(workflow.earlier).copy();
        if (namespace.admits(workflow, earlier)) {
            namespace.deploy(workflow, earlier, random);
        }
    }

    private void remove(StoryWorkflow workflow) {
        if (workflow.deployed() == null) {
            rollBack(workflow);
            return;
        }
        int removed = workflow.version();
        namespace.remove(workflow, random);
        if (chance(70)) {
            namespace.deploy(workflow, workflow.draft.copy(), random);
            if (chance(30)) {
                namespace.repeatRemoval(workflow, removed);
            }
        } else if (chance(50)) {
            namespace.repeatDefinition(workflow);
        }
    }

    private void write(Draft draft) {
        List<String> external = draft.external();
        if (external.isEmpty()) {
            return;
        }
        String dataset = pick(external);
        if (namespace.all().isProduced(dataset)) {
            return;
        }
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
            values.put(dimension.name(), dimension.isTime() ? dimension.project(pick(DAYS)) : pick(TEXTS));
        }
        return PartitionKey.of(values);
    }

    private void deliver() {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(5)) {
                case 0 -> world.deliverSubscription();
                case 1 -> world.deliverFiles();
                case 2 -> world.deliverPartitions();
                case 3 -> world.proceedWithAnswer();
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
            if (chance(85)) {
                world.succeed(attempt);
            } else {
                owed = true;
                world.fail(attempt, pick(List.of(FailureKind.EXIT, FailureKind.TIMEOUT, FailureKind.LOST)));
            }
        }
    }

    private void ask(StoryWorkflow workflow) {
        Cause cause = world.cause(Cause.Kind.REQUESTED);
        Map<String, String> params = chance(15) ? Map.of("p", "7") : Map.of();
        // What it makes with other values than the workflow's is to be made anew.
        owed |= !params.isEmpty();
        List<String> tasks = List.copyOf(workflow.draft.tasks.keySet());
        world.request(new RunRequest.Evaluate(
                workflow.ref,
                cause,
                chance(30) && !tasks.isEmpty() ? List.of(pick(tasks)) : List.of(),
                PartitionSelection.where(chance(30) ? Map.of(pick(List.of("site", "part")), pick(TEXTS)) : Map.of()),
                new RunSettings(
                        chance(60),
                        chance(10),
                        params,
                        PartitionOrder.NEWEST_FIRST,
                        chance(50) ? pick(List.of(Overlap.values())) : null),
                "alice",
                world.now));
        workflow.asked.add(DerivedId.run(workflow.ref, cause.id()));
    }

    private void cancel(StoryWorkflow workflow) {
        if (!workflow.asked.isEmpty()) {
            world.cancel(new RunRequest.Cancel(workflow.ref, pick(workflow.asked), null, "bob", world.now));
        }
    }

    private void drain() {
        AnyOrder.drain(world, random);
    }

    private void finish() {
        for (StoryWorkflow workflow : namespace.deployed()) {
            if (workflow.draft.datasets.values().stream().anyMatch(Draft.Data::keepsDeleted)) {
                // What is kept although it was deleted, no fresh installation would have.
                Draft last = workflow.draft.copy();
                last.datasets.replaceAll((_, data) -> new Draft.Data(data.layout(), data.path(), false));
                namespace.deploy(workflow, last, random);
            }
        }
        drain();
        if (owed || hasQueue()) {
            // Whoever repairs what failed asks once, of each workflow that reads it, too.
            for (int i = 0; i < 2; i++) {
                namespace.deployed().forEach(workflow -> {
                    repair(workflow);
                    drain();
                });
            }
        }
    }

    /** Whether a request waits until some run has succeeded. */
    private boolean hasQueue() {
        return namespace.deployed().stream()
                .anyMatch(workflow -> world.tables.metadata().get(Keys.of(workflow.ref, "queue")) != null);
    }

    private void repair(StoryWorkflow workflow) {
        world.request(new RunRequest.Evaluate(
                workflow.ref,
                world.cause(Cause.Kind.REQUESTED),
                List.of(),
                PartitionSelection.ALL,
                new RunSettings(false, false, Map.of(), PartitionOrder.NEWEST_FIRST, Overlap.PARALLEL),
                "alice",
                world.now));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
