package io.freshet.language.read;

import io.freshet.contracts.spec.CheckSpec;
import io.freshet.contracts.spec.OutputSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the outputs of a task with their checks: a mapping by dataset, or a list of datasets without checks. */
final class OutputReader {
    private final SpecErrors errors;
    private final ValueReaders values;

    OutputReader(SpecErrors errors, ValueReaders values) {
        this.errors = errors;
        this.values = values;
    }

    Map<String, OutputSpec> outputs(YamlNode node) {
        Map<String, OutputSpec> outputs = new LinkedHashMap<>();
        if (node instanceof YamlNode.Sequence) {
            List<String> datasets = values.listOf(values::text).apply(node).orElse(List.of());
            datasets.forEach(dataset -> outputs.put(dataset, new OutputSpec(dataset, List.of())));
        } else {
            values.entriesOrNames(node).forEach(entry -> outputs.put(entry.key(), output(entry)));
        }
        return outputs;
    }

    private OutputSpec output(YamlNode.Entry entry) {
        MappingReader fields = new MappingReader(entry.value(), OutputKeys.OUTPUT, errors);
        return new OutputSpec(
                entry.key(),
                fields.read(OutputKeys.CHECKS)
                        .flatMap(values.listOf(this::check))
                        .orElse(List.of()));
    }

    private Optional<CheckSpec> check(YamlNode node) {
        MappingReader fields = new MappingReader(node, OutputKeys.CHECK, errors);
        if (!fields.hasOne()) {
            return Optional.empty();
        }
        return fields.read(OutputKeys.ROW_COUNT)
                .flatMap(this::rowCount)
                .or(() -> fields.read(OutputKeys.UNIQUE).map(CheckSpec.Unique::new))
                .or(() -> fields.read(OutputKeys.NOT_NULL).map(CheckSpec.NotNull::new));
    }

    private Optional<CheckSpec> rowCount(YamlNode node) {
        MappingReader fields = new MappingReader(node, OutputKeys.OF_ROW_COUNT, errors);
        Optional<Long> min = fields.read(OutputKeys.MIN);
        Optional<Long> max = fields.read(OutputKeys.MAX);
        if (errors.isBroken(node.path())) {
            return Optional.empty();
        }
        if (min.isEmpty() && max.isEmpty()) {
            return values.wrong(node, SpecErrorCode.MISSING_KEY, "rowCount has no bound", "add min, max or both");
        }
        if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
            return values.wrong(
                    node,
                    SpecErrorCode.OUT_OF_RANGE,
                    "min %d is greater than max %d".formatted(min.get(), max.get()),
                    "swap them");
        }
        return Optional.of(new CheckSpec.RowCount(min.orElse(null), max.orElse(null)));
    }
}
