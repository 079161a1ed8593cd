package io.freshet.planner.domain;

import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A random workflow, which may grow and shrink: sources, and tasks of every kind over them. */
final class RandomGraph {
    private static final List<String> LAYOUTS = List.of(
            Specs.WHOLE,
            "{site}.csv",
            "{date:yyyy-MM-dd}.csv",
            "{site}/{date:yyyy-MM-dd}.csv",
            "{date:yyyy-MM}.csv",
            "{date:yyyy-MM}/{site}.csv",
            "{part}/{date:yyyy-MM-dd}.csv",
            "{part}.csv");

    private final Luck luck;
    private final Specs specs = new Specs();
    private final List<String> external = new ArrayList<>();
    private final List<String> produced = new ArrayList<>();
    private int names;

    RandomGraph(Luck luck) {
        this.luck = luck;
    }

    Specs specs() {
        return specs;
    }

    /** The datasets whose files come from outside. */
    List<String> external() {
        return external;
    }

    /** Removes the task that was added last; false if it is gone already, or is the only one. */
    boolean removeLastTask() {
        String last = "task" + names;
        if (specs.tasks().size() <= 1 || !specs.tasks().containsKey(last)) {
            return false;
        }
        // Its outputs go as well: what nobody makes and nobody writes is not to be read by a later task.
        specs.tasks().get(last).outputs().keySet().forEach(produced::remove);
        specs.remove(last);
        return true;
    }

    /** One to three sources, and one to six tasks. */
    void begin() {
        int sources = 1 + luck.number(3);
        for (int i = 0; i < sources; i++) {
            String name = "raw" + i;
            specs.dataset(name, luck.pick(LAYOUTS));
            external.add(name);
        }
        int tasks = 1 + luck.number(6);
        for (int i = 0; i < tasks; i++) {
            addTask();
        }
    }

    /** Adds a task that reads what there is. */
    void addTask() {
        List<String> readable = new ArrayList<>(external);
        readable.addAll(produced);
        List<String> inputs = new ArrayList<>();
        List<InputSpec> specified = new ArrayList<>();
        int count = 1 + luck.number(3);
        for (int i = 0; i < count; i++) {
            String dataset = luck.pick(readable);
            readable.remove(dataset);
            inputs.add(luck.chance(15) ? dataset + "?" : dataset);
            if (readable.isEmpty()) {
                break;
            }
        }
        names++;
        String output = "made" + names;
        specs.dataset(output, outputLayout(inputs));
        produced.add(output);
        List<String> outputs = new ArrayList<>(List.of(output));
        if (luck.chance(15)) {
            String second = output + "b";
            specs.dataset(second, specs.datasets().get(output).layout().toString());
            produced.add(second);
            outputs.add(second);
        }
        List<Dimension> dimensions = specs.datasets().get(output).layout().dimensions();
        for (String input : inputs) {
            InputSpec plain = Specs.input(input);
            specified.add(luck.chance(30) ? demanding(plain, dimensions) : plain);
        }
        if (luck.chance(12) && isChainable(output, inputs)) {
            specified.add(new InputSpec(
                    "before",
                    output,
                    luck.chance(80),
                    Map.of(),
                    Map.of("date", -1 - luck.number(2)),
                    Map.of(),
                    null,
                    null,
                    PaceSpec.AT_ONCE));
        }
        specs.task(
                "task" + names,
                specified,
                outputs,
                luck.chance(50) ? Specs.retries(luck.number(3)) : Specs.retries(0),
                luck.chance(30)
                        ? new FailureSpec(luck.chance(50) ? List.of("instead") : null, luck.chance(50), luck.chance(30))
                        : null,
                luck.chance(20) ? TaskSpec.OnChange.CANCEL : TaskSpec.OnChange.QUEUE,
                "1");
        condition("task" + names, dimensions);
    }

    /** Sometimes a condition on the site, where the task has one. */
    private void condition(String task, List<Dimension> dimensions) {
        if (luck.chance(10)
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
            if (gathered && luck.chance(60)) {
                expect.put(dimension.name(), luck.chance(50) ? List.of("a") : List.of("a", "b"));
            }
        }
        return new InputSpec(
                input.name(),
                input.dataset(),
                input.optional(),
                dated && luck.chance(50) ? Map.of("date", 1 + luck.number(3)) : Map.of(),
                dated && luck.chance(40) ? Map.of("date", -1 - luck.number(2)) : Map.of(),
                expect,
                luck.chance(25) ? Integer.valueOf(1 + luck.number(3)) : null,
                luck.chance(30) ? Duration.ofSeconds(1 + luck.number(20)) : null,
                luck.chance(15) ? pace() : PaceSpec.AT_ONCE);
    }

    private PaceSpec pace() {
        return new PaceSpec(
                luck.chance(60) ? Duration.ofMillis(500 + luck.number(5_000)) : null,
                luck.chance(40) ? Duration.ofMillis(500 + luck.number(10_000)) : null,
                luck.chance(40) ? Integer.valueOf(1 + luck.number(2)) : null);
    }

    /** Whether a task may read its own earlier output: one partition per instance, with a date that an input has. */
    private boolean isChainable(String output, List<String> inputs) {
        Layout layout = specs.datasets().get(output).layout();
        return layout.dimensions().stream().anyMatch(Dimension::isTime) && isDetermined(layout.toString(), inputs);
    }

    /** Mostly a layout over dimensions that the inputs have; sometimes one more, which makes a fan-out. */
    private String outputLayout(List<String> inputs) {
        boolean fanOut = luck.chance(12);
        List<String> fitting = LAYOUTS.stream()
                .filter(layout -> (fanOut && layout.contains("part")) || isDetermined(layout, inputs))
                .toList();
        return luck.pick(fitting);
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
}
