package io.freshet.planner.domain;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.ParamSpec;
import io.freshet.contracts.spec.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random workflows, and random changes of anything that a specification can say. */
final class DraftChange {
    private static final List<String> LAYOUTS = List.of(
            Specs.WHOLE,
            "{site}.csv",
            "{site}/x.csv",
            "{date:yyyy-MM-dd}.csv",
            "{site}/{date:yyyy-MM-dd}.csv",
            "{date:yyyy-MM-dd}/{site}.csv",
            "{date:yyyy-MM}.csv",
            "{part}.csv",
            "{site}/{part}.csv",
            "{part}/{site}.csv");

    /** Kinds of changes, of which those of a task are the last. */
    private static final int KINDS = 24;

    private final Random random;
    private final Draft draft;
    private final Draft beside;

    /**
     * @param beside what is deployed in the same namespace
     */
    DraftChange(Random random, Draft draft, Draft beside) {
        this.random = random;
        this.draft = draft;
        this.beside = beside;
    }

    /** A workflow to begin with: one or two watched datasets, one to three tasks. */
    void begin() {
        int sources = 1 + random.nextInt(2);
        for (int i = 0; i < sources; i++) {
            draft.datasets.put("raw" + i, data("raw" + i, pick(LAYOUTS)));
        }
        int tasks = 1 + random.nextInt(3);
        for (int i = 0; i < tasks; i++) {
            addTask();
        }
    }

    /** A workflow to begin with that reads datasets of the one beside it. */
    void beginBeside() {
        borrow();
        if (chance(30)) {
            borrow();
        }
        int tasks = 1 + random.nextInt(2);
        for (int i = 0; i < tasks; i++) {
            addTask();
        }
    }

    /** Declares a dataset that the other workflow declares, as it does. */
    private void borrow() {
        if (!beside.datasets.isEmpty()) {
            String shared = pick(List.copyOf(beside.datasets.keySet()));
            draft.datasets.putIfAbsent(shared, beside.datasets.get(shared));
        }
    }

    private Draft.Policy policy() {
        return new Draft.Policy(chance(20), chance(20), chance(30), random.nextInt(3), chance(70));
    }

    /** One or two changes. */
    void change() {
        change(random.nextInt(KINDS));
        if (chance(25)) {
            change(random.nextInt(KINDS));
        }
    }

    private void change(int kind) {
        String dataset = pick(new ArrayList<>(draft.datasets.keySet()));
        String task = draft.tasks.isEmpty() ? null : pick(new ArrayList<>(draft.tasks.keySet()));
        switch (kind) {
            case 0 -> layout(dataset, pick(LAYOUTS));
            case 1 -> layout(dataset, otherOrder(draft.datasets.get(dataset).layout()));
            case 2 ->
                draft.datasets.computeIfPresent(
                        dataset,
                        (name, data) -> new Draft.Data(data.layout(), "data/" + name + random.nextInt(3), false));
            case 3 -> draft.rename(dataset, freeDataset());
            case 4 -> addTask();
            case 5 ->
                draft.datasets.computeIfPresent(
                        dataset, (_, data) -> new Draft.Data(data.layout(), data.path(), !data.keepsDeleted()));
            case 6 -> draft.param = String.valueOf(random.nextInt(3));
            case 7 -> draft.paramType = pick(List.of(ParamSpec.Type.STRING, ParamSpec.Type.INTEGER));
            case 19 -> draft.secondParam = !draft.secondParam;
            case 20 -> draft.overlap = pick(List.of(Overlap.values()));
            case 23 -> borrow();
            default -> {
                if (task == null) {
                    addTask();
                } else {
                    changeTask(kind, task, dataset);
                }
            }
        }
    }

    private void changeTask(int kind, String name, String dataset) {
        Draft.Work task = draft.tasks.get(name);
        switch (kind) {
            case 8, 9 -> {
                draft.tasks.remove(name);
                draft.tasks.put(free(draft.tasks, "task"), task);
            }
            case 10 -> draft.tasks.remove(name);
            case 11 -> addOutput(task);
            case 12 -> {
                if (task.outputs().size() > 1) {
                    task.outputs().remove(random.nextInt(task.outputs().size()));
                }
            }
            case 13 -> handOver(task);
            case 14 ->
                draft.tasks.put(
                        name, task.partitionedBy(chance(50) ? List.of() : List.of(pick(List.of("site", "date")))));
            case 15 -> draft.tasks.put(name, task.code("v" + random.nextInt(3)));
            case 16 -> draft.tasks.put(name, task.when(task.when() == null ? "partition.site != 'b'" : null));
            case 21 ->
                draft.tasks.put(
                        name, task.policy(task.policy().allowing(!task.policy().allow())));
            case 22 -> draft.tasks.put(name, task.policy(policy()));
            case 17 -> task.inputs().replaceAll((_, input) -> chance(50) ? demanding(input) : plain(input));
            default -> produceOrRead(name, dataset);
        }
        if (chance(10)) {
            draft.tasks.computeIfPresent(
                    name, (_, now) -> now.onChange(chance(50) ? TaskSpec.OnChange.CANCEL : TaskSpec.OnChange.QUEUE));
        }
    }

    /** A dataset that is watched gets a task that makes it, or one that is made loses it. */
    private void produceOrRead(String task, String dataset) {
        if (draft.isProduced(dataset)) {
            draft.tasks.values().removeIf(work -> work.outputs().contains(dataset));
        } else if (!draft.tasks.get(task).inputs().containsKey(dataset)) {
            draft.tasks.get(task).outputs().add(dataset);
        }
    }

    private void handOver(Draft.Work from) {
        String moved = from.outputs().getLast();
        Draft.Work to = draft.tasks.get(pick(new ArrayList<>(draft.tasks.keySet())));
        if (from.outputs().size() > 1 && !to.outputs().contains(moved)) {
            from.outputs().removeLast();
            to.outputs().add(moved);
        }
    }

    private void addOutput(Draft.Work task) {
        String first = task.outputs().isEmpty() ? null : task.outputs().getFirst();
        String name = freeDataset();
        String layout = first == null || chance(30)
                ? pick(LAYOUTS)
                : draft.datasets.get(first).layout();
        draft.datasets.put(name, data(name, layout));
        task.outputs().add(name);
    }

    private void addTask() {
        List<String> readable = new ArrayList<>(draft.datasets.keySet());
        Map<String, InputSpec> inputs = new LinkedHashMap<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count && !readable.isEmpty(); i++) {
            String dataset = readable.remove(random.nextInt(readable.size()));
            InputSpec input = Specs.input(dataset);
            inputs.put(dataset, chance(25) ? demanding(input) : input);
        }
        String output = freeDataset();
        draft.datasets.put(output, data(output, pick(LAYOUTS)));
        draft.tasks.put(
                free(draft.tasks, "task"),
                new Draft.Work(
                        inputs, List.of(output), List.of(), "v1", null, TaskSpec.OnChange.QUEUE, Draft.Policy.NONE));
    }

    private InputSpec demanding(InputSpec input) {
        boolean dated = draft.datasets.containsKey(input.dataset())
                && draft.layout(input.dataset()).dimensions().stream()
                        .anyMatch(dimension -> dimension.name().equals("date"));
        return new InputSpec(
                input.name(),
                input.dataset(),
                chance(50),
                dated && chance(40) ? Map.of("date", 1 + random.nextInt(3)) : Map.of(),
                dated && chance(20) ? Map.of("date", -1) : Map.of(),
                chance(20) ? expected(input.dataset()) : Map.of(),
                chance(20) ? Integer.valueOf(1 + random.nextInt(3)) : null,
                chance(20) ? Duration.ofSeconds(1 + random.nextInt(20)) : null,
                chance(30) ? pace() : PaceSpec.AT_ONCE);
    }

    private Map<String, List<String>> expected(String dataset) {
        if (!draft.datasets.containsKey(dataset)) {
            return Map.of();
        }
        List<String> texts = draft.layout(dataset).dimensions().stream()
                .filter(dimension -> !dimension.isTime())
                .map(Dimension::name)
                .toList();
        return texts.isEmpty() ? Map.of() : Map.of(pick(texts), chance(50) ? List.of("a") : List.of("a", "b"));
    }

    private static InputSpec plain(InputSpec input) {
        return new InputSpec(
                input.name(), input.dataset(), false, Map.of(), Map.of(), Map.of(), null, null, PaceSpec.AT_ONCE);
    }

    private PaceSpec pace() {
        return new PaceSpec(
                chance(50) ? Duration.ofMillis(500 + random.nextInt(5_000)) : null,
                chance(30) ? Duration.ofMillis(500 + random.nextInt(10_000)) : null,
                chance(50) ? Integer.valueOf(1 + random.nextInt(2)) : null);
    }

    private void layout(String dataset, String layout) {
        draft.datasets.computeIfPresent(dataset, (_, data) -> new Draft.Data(layout, data.path(), data.keepsDeleted()));
    }

    private static String otherOrder(String layout) {
        return switch (layout) {
            case "{site}/{date:yyyy-MM-dd}.csv" -> "{date:yyyy-MM-dd}/{site}.csv";
            case "{date:yyyy-MM-dd}/{site}.csv" -> "{site}/{date:yyyy-MM-dd}.csv";
            case "{part}/{site}.csv" -> "{site}/{part}.csv";
            case "{site}/{part}.csv" -> "{part}/{site}.csv";
            case "{site}.csv" -> "{site}/x.csv";
            case "{site}/x.csv" -> "{site}.csv";
            default -> layout;
        };
    }

    private static Draft.Data data(String name, String layout) {
        return new Draft.Data(Layout.parse(layout).toString(), "data/" + name, false);
    }

    /** Mostly one that nobody else has, or the workflows would seldom fit beside each other. */
    private String freeDataset() {
        Map<String, Draft.Data> taken = new LinkedHashMap<>(draft.datasets);
        if (chance(80)) {
            taken.putAll(beside.datasets);
        }
        return free(taken, "set");
    }

    private String free(Map<String, ?> taken, String prefix) {
        // Few names, so that some come again.
        List<String> free = new ArrayList<>();
        for (int i = 0; i < taken.size() + 3; i++) {
            if (!taken.containsKey(prefix + i)) {
                free.add(prefix + i);
            }
        }
        return pick(free);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
