package io.freshet.contracts.workflow;

import io.freshet.contracts.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the file and {@code spec}. What is wrong is replaced by something harmless, so that reading goes on. */
final class WorkflowReader {
    private static final String KIND = "Workflow";

    private final Errors errors;
    private final Values values;
    private final DatasetReader datasets;
    private final TaskReader tasks;
    private final ParamReader params;
    private final TriggerReader triggers;

    WorkflowReader(Errors errors) {
        this.errors = errors;
        this.values = new Values(errors);
        TimeValues times = new TimeValues(values);
        PathValues paths = new PathValues(values);
        this.datasets = new DatasetReader(errors, values, times, paths);
        this.tasks = new TaskReader(errors, values, times, paths);
        this.params = new ParamReader(errors, values);
        this.triggers = new TriggerReader(errors, values, times);
    }

    WorkflowSpec read(YamlNode node) {
        Fields root = new Fields(node, Section.ROOT, errors);
        root.require("apiVersion", values.only(WorkflowSpec.API_VERSION));
        root.require("kind", values.only(KIND));
        Optional<Fields> metadata = root.require("metadata", section(Section.METADATA));
        Optional<Fields> spec = root.require("spec", section(Section.SPEC));
        String name =
                metadata.flatMap(fields -> fields.require("name", values::name)).orElse("unnamed");
        String description = metadata.flatMap(fields -> fields.read("description", values::text))
                .orElse("");
        if (spec.isEmpty()) {
            return new WorkflowSpec(
                    name, description, Map.of(), Overlap.PARALLEL, Map.of(), Map.of(), List.of(), List.of(), List.of());
        }
        return new WorkflowSpec(
                name,
                description,
                spec.get()
                        .read("params", byName(params::read, Function.identity()))
                        .orElse(Map.of()),
                spec.get().read("overlap", values.oneOf(Overlap.class)).orElse(Overlap.PARALLEL),
                spec.get()
                        .require("datasets", byName(datasets::read, values::named))
                        .orElse(Map.of()),
                spec.get()
                        .require("tasks", byName(tasks::read, values::named))
                        .map(this::atLeastOne)
                        .orElse(Map.of()),
                spec.get().read("triggers", values.listOf(triggers::trigger)).orElse(List.of()),
                spec.get().read("deadlines", values.listOf(triggers::deadline)).orElse(List.of()),
                spec.get().read("alerts", values.listOf(triggers::alert)).orElse(List.of()));
    }

    private Function<YamlNode, Optional<Fields>> section(Section section) {
        return node -> Optional.of(new Fields(node, section, errors));
    }

    /** A mapping of names that the author chooses. What has a bad name is read all the same, since others may refer to it. */
    private <T> Function<YamlNode, Optional<Map<String, T>>> byName(
            Function<YamlNode.Entry, T> reader, Function<YamlNode.Entry, YamlNode.Entry> check) {
        return node -> {
            Map<String, T> map = new LinkedHashMap<>();
            values.entries(node).forEach(entry -> map.put(entry.key(), reader.apply(check.apply(entry))));
            return Optional.of(map);
        };
    }

    private Map<String, TaskSpec> atLeastOne(Map<String, TaskSpec> read) {
        if (read.isEmpty() && !errors.isBroken("spec.tasks")) {
            errors.at("spec.tasks", SpecErrorCode.MISSING_KEY, "the workflow has no task", "add at least one task");
        }
        return read;
    }
}
