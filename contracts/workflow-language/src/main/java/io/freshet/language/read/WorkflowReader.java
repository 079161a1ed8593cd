package io.freshet.language.read;

import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.Grammar;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.PathValueReaders;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.TimeValueReaders;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the file and {@code spec}. What is wrong is replaced by something harmless, so that reading goes on. */
public final class WorkflowReader {
    private static final String KIND = "Workflow";

    private final SpecErrors errors;
    private final ValueReaders values;
    private final DatasetReader datasets;
    private final TaskReader tasks;
    private final ParamReader params;
    private final TriggerReader triggers;

    public WorkflowReader(SpecErrors errors) {
        this.errors = errors;
        this.values = new ValueReaders(errors);
        TimeValueReaders times = new TimeValueReaders(values);
        PathValueReaders paths = new PathValueReaders(values);
        this.datasets = new DatasetReader(errors, values, times, paths);
        this.tasks = new TaskReader(errors, values, times, paths);
        this.params = new ParamReader(errors, values);
        this.triggers = new TriggerReader(errors, values, times);
    }

    public WorkflowSpec read(YamlNode node) {
        MappingReader root = new MappingReader(node, Grammar.ROOT, errors);
        root.require("apiVersion", values.only(WorkflowSpec.API_VERSION));
        root.require("kind", values.only(KIND));
        Optional<MappingReader> metadata = root.require("metadata", section(Grammar.METADATA));
        Optional<MappingReader> spec = root.require("spec", section(Grammar.SPEC));
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

    private Function<YamlNode, Optional<MappingReader>> section(Grammar section) {
        return node -> Optional.of(new MappingReader(node, section, errors));
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
