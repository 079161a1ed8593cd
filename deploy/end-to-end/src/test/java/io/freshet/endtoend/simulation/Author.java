package io.freshet.endtoend.simulation;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.testkit.spec.TaskSpecBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Invents workflows: one or two of them, of a few tasks each, of which the second may read what the first makes. */
final class Author {
    static final String NAMESPACE = "prod";
    private static final List<String> LAYOUTS = List.of(
            "**",
            "{site}.csv",
            "{date:yyyy-MM-dd}.csv",
            "{site}/{date:yyyy-MM-dd}.csv",
            "{date:yyyy-MM}.csv",
            "{date:yyyy-MM}/{site}.csv");

    private final Random luck;
    private final Map<String, Layout> external = new LinkedHashMap<>();
    private int names;
    final List<Draft> drafts = new ArrayList<>();

    Author(Random luck) {
        this.luck = luck;
        int sources = 1 + luck.nextInt(2);
        for (int i = 0; i < sources; i++) {
            external.put("raw" + i, Layout.parse(pick(LAYOUTS)));
        }
        Draft first = draft("flow");
        if (chance(40)) {
            if (chance(60)) {
                external.put(
                        first.tasks
                                .values()
                                .iterator()
                                .next()
                                .outputs()
                                .keySet()
                                .iterator()
                                .next(),
                        null);
            }
            external.replaceAll((dataset, layout) ->
                    layout == null ? first.datasets.get(dataset).layout() : layout);
            draft("reader");
            external.keySet().removeIf(dataset -> !dataset.startsWith("raw"));
        }
    }

    Map<String, Layout> external() {
        return external;
    }

    static DatasetRef dataset(String name) {
        return new DatasetRef(NAMESPACE, name);
    }

    private Draft draft(String name) {
        Draft draft = new Draft(new WorkflowRef(NAMESPACE, name));
        drafts.add(draft);
        int tasks = 1 + luck.nextInt(4);
        for (int i = 0; i < tasks; i++) {
            addTask(draft);
        }
        return draft;
    }

    /** Another task at the end of the workflow. */
    void addTask(Draft draft) {
        external.forEach((dataset, layout) -> draft.dataset(dataset, layout));
        List<String> readable = new ArrayList<>(draft.datasets.keySet());
        List<String> inputs = new ArrayList<>();
        int count = 1 + luck.nextInt(2);
        for (int i = 0; i < count && !readable.isEmpty(); i++) {
            inputs.add(readable.remove(luck.nextInt(readable.size())));
        }
        names++;
        String name = "task" + names;
        String output = "made" + names;
        Layout layout = outputLayout(draft, inputs);
        draft.dataset(output, layout);
        Map<String, InputSpec> specified = new LinkedHashMap<>();
        inputs.forEach(input -> specified.put(input, input(draft, input, layout)));
        draft.task(TaskSpecBuilder.of(name)
                .inputs(specified)
                .outputs(List.of(output))
                .run(new RunSpec(null, List.of("run"), List.of(), Map.of(), ResourceSpec.DEFAULT))
                .retries(new RetrySpec(luck.nextInt(3), Duration.ofSeconds(5), 2, Duration.ofMinutes(1), Map.of()))
                .onFailure(
                        chance(30)
                                ? new FailureSpec(chance(50) ? List.of("instead") : null, chance(50), chance(30))
                                : null)
                .pool(chance(20) ? "other" : TaskSpec.DEFAULT_POOL)
                .priority(luck.nextInt(2))
                .maxActive(chance(20) ? Integer.valueOf(1) : null)
                .onChange(chance(50) ? TaskSpec.OnChange.CANCEL : TaskSpec.OnChange.QUEUE)
                .cache(chance(80) ? new CacheSpec.On() : new CacheSpec.Off())
                .build());
    }

    /** Sometimes an input that may be missing, or some days of it at once. */
    private InputSpec input(Draft draft, String dataset, Layout output) {
        boolean dated =
                draft.datasets.get(dataset).layout().dimensions().stream().anyMatch(Dimension::isTime)
                        && output.dimensions().stream().anyMatch(Dimension::isTime);
        return new InputSpec(
                dataset,
                dataset,
                chance(15),
                dated && chance(25) ? Map.of("date", 1 + luck.nextInt(3)) : Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                PaceSpec.AT_ONCE);
    }

    private Layout outputLayout(Draft draft, List<String> inputs) {
        return pick(LAYOUTS.stream()
                .map(Layout::parse)
                .filter(layout -> layout.dimensions().stream()
                        .allMatch(dimension -> inputs.stream()
                                .flatMap(input -> draft.datasets.get(input).layout().dimensions().stream())
                                .anyMatch(dimension::isDeterminedBy)))
                .toList());
    }

    private boolean chance(int percent) {
        return luck.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(luck.nextInt(list.size()));
    }
}
