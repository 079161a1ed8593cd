package io.freshet.language.read;

import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the file and {@code spec}. What is wrong is replaced by something harmless, so that reading goes on. */
public final class WorkflowReader {
    private final SpecErrors errors;
    private final ValueReaders values;
    private final DatasetReader datasets;
    private final TaskReader tasks;
    private final ParamReader params;
    private final TriggerReader triggers;
    private final FailurePolicyReader policies;
    private final DeadlineReader deadlines;
    private final AlertReader alerts;

    public WorkflowReader(SpecErrors errors) {
        this.errors = errors;
        this.values = new ValueReaders(errors);
        this.datasets = new DatasetReader(errors);
        this.tasks = new TaskReader(errors, values);
        this.params = new ParamReader(errors, values);
        this.triggers = new TriggerReader(errors);
        this.policies = new FailurePolicyReader(errors, values, new RunReader(errors, values));
        this.deadlines = new DeadlineReader(errors);
        this.alerts = new AlertReader(errors);
    }

    public WorkflowSpec read(YamlNode node) {
        MappingReader root = new MappingReader(node, WorkflowKeys.ROOT, errors);
        root.require(WorkflowKeys.API_VERSION);
        root.require(WorkflowKeys.KIND);
        Optional<MappingReader> metadata = root.require(WorkflowKeys.METADATA)
                .map(found -> new MappingReader(found, WorkflowKeys.OF_METADATA, errors));
        Optional<MappingReader> spec =
                root.require(WorkflowKeys.SPEC).map(found -> new MappingReader(found, WorkflowKeys.OF_SPEC, errors));
        String name = metadata.flatMap(fields -> fields.require(WorkflowKeys.WORKFLOW_NAME))
                .orElse("unnamed");
        String description =
                metadata.map(fields -> fields.get(WorkflowKeys.DESCRIPTION)).orElse("");
        return spec.map(fields -> spec(name, description, fields))
                .orElseGet(() -> new WorkflowSpec(
                        name,
                        description,
                        Map.of(),
                        Overlap.PARALLEL,
                        null,
                        null,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private WorkflowSpec spec(String name, String description, MappingReader fields) {
        return new WorkflowSpec(
                name,
                description,
                fields.read(WorkflowKeys.PARAMS)
                        .map(node -> byName(node, params::read, Function.identity()))
                        .orElse(Map.of()),
                fields.get(WorkflowKeys.OVERLAP),
                fields.orNull(WorkflowKeys.MAX_ACTIVE),
                fields.read(WorkflowKeys.CONCURRENCY)
                        .flatMap(policies::concurrency)
                        .orElse(null),
                fields.require(WorkflowKeys.DATASETS)
                        .map(node -> byName(node, datasets::read, values::named))
                        .orElse(Map.of()),
                fields.require(WorkflowKeys.TASKS)
                        .map(node -> byName(node, tasks::read, values::named))
                        .map(this::atLeastOne)
                        .orElse(Map.of()),
                fields.read(WorkflowKeys.TRIGGERS)
                        .flatMap(values.listOf(triggers::trigger))
                        .orElse(List.of()),
                fields.read(WorkflowKeys.DEADLINES)
                        .flatMap(values.listOf(deadlines::read))
                        .orElse(List.of()),
                fields.read(WorkflowKeys.ALERTS)
                        .flatMap(values.listOf(alerts::read))
                        .orElse(List.of()));
    }

    /** A mapping of names that the author chooses. What has a bad name is read all the same, since others may refer to it. */
    private <T> Map<String, T> byName(
            YamlNode node, Function<YamlNode.Entry, T> reader, Function<YamlNode.Entry, YamlNode.Entry> check) {
        Map<String, T> map = new LinkedHashMap<>();
        values.entries(node).forEach(entry -> map.put(entry.key(), reader.apply(check.apply(entry))));
        return map;
    }

    private Map<String, TaskSpec> atLeastOne(Map<String, TaskSpec> read) {
        if (read.isEmpty() && !errors.isBroken("spec.tasks")) {
            errors.at("spec.tasks", SpecErrorCode.MISSING_KEY, "the workflow has no task", "add at least one task");
        }
        return read;
    }
}
