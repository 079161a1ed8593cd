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
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.StepLimits;
import java.time.Duration;
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

    private static final List<String> LAYOUTS = List.of(
            Specs.WHOLE,
            "{site}.csv",
            "{date:yyyy-MM-dd}.csv",
            "{site}/{date:yyyy-MM-dd}.csv",
            "{date:yyyy-MM}.csv",
            "{date:yyyy-MM}/{site}.csv",
            "{part}/{date:yyyy-MM-dd}.csv",
            "{part}.csv");

    private final long seed;
    private final @Nullable Set<Integer> only;
    private final boolean faults;
    private Random random;
    private final Specs specs = new Specs();
    private final List<String> external = new ArrayList<>();
    private final List<String> produced = new ArrayList<>();
    private final List<String> stale = new ArrayList<>();
    private int versions;
    private int names;
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
        random = new Random(seed);
        world = new World(
                (random.nextInt(100) < 50
                                ? World.STEPS
                                : new StepLimits(1 + random.nextInt(4), random.nextInt(3), 1 + random.nextInt(3), 1))
                        .with(bounds(seed))
                        .withWindowKeys(windowKeys(seed)),
                faults);
    }

    /** In two of three stories small enough that what little they gather is listed, by a luck of its own, so that the others stay what they are. */
    static ListBounds bounds(long seed) {
        Random luck = new Random(~seed);
        return luck.nextInt(3) == 0
                ? ListBounds.DEFAULT
                : new ListBounds(luck.nextInt(3), 1 + luck.nextInt(3), 1 + luck.nextInt(3), 10 + luck.nextInt(60), 3);
    }

    /** In two of three stories fewer than two windows have, by a luck of its own as well. */
    static int windowKeys(long seed) {
        Random luck = new Random(~seed * 31);
        return luck.nextInt(3) == 0 ? StepLimits.DEFAULT.windowKeys() : 1 + luck.nextInt(4);
    }

    /** Plays the story to its end: everything that can succeed has succeeded. */
    void play() {
        graph();
        if (chance(60)) {
            change();
        }
        deploy();
        int steps = 5 + random.nextInt(MOST_STEPS - 5);
        for (int i = 0; i < steps; i++) {
            // Each step has its own luck, so that the others stay what they are without it.
            random = new Random(seed * MOST_STEPS + i);
            if (only != null && !only.contains(i)) {
                continue;
            }
            if (faults) {
                stepWithFault();
            } else {
                step();
            }
            world.now = world.now.plusMillis(random.nextInt(5_000));
            if (chance(30)) {
                world.tick();
            }
            if (chance(4)) {
                Invariants.pendingCountsUnsettledEdges(world);
            }
        }
        random = new Random(~seed);
        finish();
    }

    private void stepWithFault() {
        if (world.rests() && chance(25)) {
            world.resume();
        }
        if (chance(40)) {
            world.journal.failAfter(1 + random.nextInt(40));
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
        if (chance(20) || world.instances().values().stream().anyMatch(Instance::isBad)) {
            world.request(List.of(), Map.of(), false);
            drain();
        }
    }

    private void drain() {
        AnyOrder.drain(world, random);
    }

    private void graph() {
        int sources = 1 + random.nextInt(3);
        for (int i = 0; i < sources; i++) {
            String name = "raw" + i;
            specs.dataset(name, pick(LAYOUTS));
            external.add(name);
        }
        int tasks = 1 + random.nextInt(6);
        for (int i = 0; i < tasks; i++) {
            addTask();
        }
    }

    private void addTask() {
        List<String> readable = new ArrayList<>(external);
        readable.addAll(produced);
        List<String> inputs = new ArrayList<>();
        List<InputSpec> specified = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String dataset = pick(readable);
            readable.remove(dataset);
            inputs.add(chance(15) ? dataset + "?" : dataset);
            if (readable.isEmpty()) {
                break;
            }
        }
        names++;
        String output = "made" + names;
        specs.dataset(output, outputLayout(inputs));
        produced.add(output);
        List<String> outputs = new ArrayList<>(List.of(output));
        if (chance(15)) {
            String second = output + "b";
            specs.dataset(second, specs.datasets().get(output).layout().toString());
            produced.add(second);
            outputs.add(second);
        }
        List<Dimension> dimensions = specs.datasets().get(output).layout().dimensions();
        for (String input : inputs) {
            InputSpec plain = Specs.input(input);
            specified.add(chance(30) ? demanding(plain, dimensions) : plain);
        }
        if (chance(12) && isChainable(output, inputs)) {
            specified.add(new InputSpec(
                    "before",
                    output,
                    chance(80),
                    Map.of(),
                    Map.of("date", -1 - random.nextInt(2)),
                    Map.of(),
                    null,
                    null,
                    PaceSpec.AT_ONCE));
        }
        specs.task(
                "task" + names,
                specified,
                outputs,
                chance(50) ? Specs.retries(random.nextInt(3)) : Specs.retries(0),
                chance(30) ? new FailureSpec(chance(50) ? List.of("instead") : null, chance(50), chance(30)) : null,
                chance(20) ? TaskSpec.OnChange.CANCEL : TaskSpec.OnChange.QUEUE,
                "1");
        condition("task" + names, dimensions);
    }

    /** Sometimes a condition on the site, where the task has one. */
    private void condition(String task, List<Dimension> dimensions) {
        if (chance(10)
                && dimensions.stream().anyMatch(dimension -> dimension.name().equals("site"))) {
            specs.when(task, "partition.site != 'b'");
        }
    }

    /** Adds to an input what fits its dimensions: a window, an offset, expected values, a minimum. */
    private InputSpec demanding(InputSpec input, List<Dimension> task) {
        List<Dimension> dimensions =
                specs.datasets().get(input.dataset()).layout().dimensions();
        boolean dated =
                dimensions.stream().anyMatch(Dimension::isTime) && task.stream().anyMatch(Dimension::isTime);
        Map<String, List<String>> expect = new LinkedHashMap<>();
        for (Dimension dimension : dimensions) {
            boolean gathered = !dimension.isTime()
                    && task.stream().noneMatch(mine -> mine.name().equals(dimension.name()));
            if (gathered && chance(60)) {
                expect.put(dimension.name(), chance(50) ? List.of("a") : List.of("a", "b"));
            }
        }
        return new InputSpec(
                input.name(),
                input.dataset(),
                input.optional(),
                dated && chance(50) ? Map.of("date", 1 + random.nextInt(3)) : Map.of(),
                dated && chance(40) ? Map.of("date", -1 - random.nextInt(2)) : Map.of(),
                expect,
                chance(25) ? Integer.valueOf(1 + random.nextInt(3)) : null,
                chance(30) ? Duration.ofSeconds(1 + random.nextInt(20)) : null,
                chance(15) ? pace() : PaceSpec.AT_ONCE);
    }

    private PaceSpec pace() {
        return new PaceSpec(
                chance(60) ? Duration.ofMillis(500 + random.nextInt(5_000)) : null,
                chance(40) ? Duration.ofMillis(500 + random.nextInt(10_000)) : null,
                chance(40) ? Integer.valueOf(1 + random.nextInt(2)) : null);
    }

    /** Whether a task may read its own earlier output: one partition per instance, with a date that an input has. */
    private boolean isChainable(String output, List<String> inputs) {
        Layout layout = specs.datasets().get(output).layout();
        return layout.dimensions().stream().anyMatch(Dimension::isTime) && isDetermined(layout.toString(), inputs);
    }

    /** Mostly a layout over dimensions that the inputs have; sometimes one more, which makes a fan-out. */
    private String outputLayout(List<String> inputs) {
        boolean fanOut = chance(12);
        List<String> fitting = LAYOUTS.stream()
                .filter(layout -> (fanOut && layout.contains("part")) || isDetermined(layout, inputs))
                .toList();
        return pick(fitting);
    }

    private boolean isDetermined(String layout, List<String> inputs) {
        for (Dimension dimension : Layout.parse(layout).dimensions()) {
            boolean determined = inputs.stream()
                    .flatMap(input -> specs.datasets().get(input.replace("?", "")).layout().dimensions().stream())
                    .anyMatch(dimension::isDeterminedBy);
            if (!determined) {
                return false;
            }
        }
        return true;
    }

    private void step() {
        int dice = random.nextInt(100);
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
        switch (random.nextInt(6)) {
            case 0 -> world.deliverSubscription();
            case 5 -> world.proceedWithAnswer();
            case 1 -> deliverBatch();
            case 2, 3 -> world.deliverPartitions();
            default -> world.proceed(1 + random.nextInt(3));
        }
    }

    private void deliverBatch() {
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            world.deliverFiles();
        }
    }

    private void change() {
        String dataset = pick(external);
        Layout layout = specs.datasets().get(dataset).layout();
        Map<PartitionKey, PartitionVersion> changes = new LinkedHashMap<>();
        int count = 1 + random.nextInt(chance(30) ? 8 : 2);
        for (int i = 0; i < count; i++) {
            changes.put(partition(layout), chance(15) ? null : version());
        }
        world.write(dataset, changes, 1 + random.nextInt(4));
    }

    private PartitionVersion version() {
        return new PartitionVersion(Sha256.of("content" + random.nextInt(6)), 1, 1);
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
            return pick(List.of("a", "b", "c"));
        }
        String day = "2026-0%d-0%d".formatted(1 + random.nextInt(2), 1 + random.nextInt(3));
        return dimension.project(day);
    }

    private void finishOne() {
        if (world.live.isEmpty()) {
            return;
        }
        String attempt = pick(List.copyOf(world.live.keySet()));
        stale.add(attempt);
        int dice = random.nextInt(100);
        if (dice < 75) {
            world.succeed(attempt);
        } else if (dice < 98) {
            world.fail(attempt, pick(List.of(FailureKind.values())));
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
            String attempt = pick(stale);
            if (!world.live.containsKey(attempt)) {
                world.succeed(attempt);
            }
        }
    }

    private void request() {
        List<String> tasks =
                chance(50) ? List.of() : List.of(pick(List.copyOf(specs.tasks().keySet())));
        Map<String, String> where = chance(50) ? Map.of() : Map.of("date", pick(List.of("2026-01", "2026-02-01")));
        world.request(tasks, where, chance(40));
    }

    private void cancel() {
        if (world.live.isEmpty()) {
            return;
        }
        TaskReady ready = world.live.get(pick(List.copyOf(world.live.keySet())));
        boolean one = chance(50);
        stale.add(ready.attempt());
        world.cancel(new RunRequest.Cancel(
                world.workflow, one ? null : ready.run(), one ? ready.instance() : null, "bob", world.now));
    }

    private void newCode() {
        specs.code(pick(List.copyOf(specs.tasks().keySet())), "v" + random.nextInt(3));
        deploy();
    }

    private void restructure() {
        if (chance(20)) {
            removeAndDeploy();
            return;
        }
        String last = "task" + names;
        if (chance(40) && specs.tasks().size() > 1 && specs.tasks().containsKey(last)) {
            // Its outputs go as well: what nobody makes and nobody writes is not to be read by a later task.
            specs.tasks().get(last).outputs().keySet().forEach(produced::remove);
            specs.remove(last);
        } else {
            addTask();
        }
        deploy();
    }

    /** Removes the workflow, sometimes more than once, and deploys it again while it may still be going. */
    private void removeAndDeploy() {
        world.remove();
        int steps = random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            deliver();
        }
        deploy();
        if (chance(30)) {
            deliver();
            world.remove();
            deploy();
        }
    }

    private void deploy() {
        versions++;
        world.deploy(specs.build(world.workflow, versions));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
