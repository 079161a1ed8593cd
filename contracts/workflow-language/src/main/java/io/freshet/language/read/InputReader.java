package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.listOf;

import io.freshet.contracts.spec.InputSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the inputs of a task: a mapping by name, or a list of datasets that say nothing more. */
final class InputReader {
    private final SpecErrors errors;
    private final ValueReaders values;

    InputReader(SpecErrors errors, ValueReaders values) {
        this.errors = errors;
        this.values = values;
    }

    Map<String, InputSpec> inputs(YamlNode node) {
        Map<String, InputSpec> inputs = new LinkedHashMap<>();
        if (node instanceof YamlNode.Sequence) {
            List<String> datasets = listOf(TEXT).reader().read(node, values).orElse(List.of());
            datasets.forEach(dataset -> inputs.put(dataset, InputSpec.of(dataset)));
        } else {
            values.entriesOrNames(node).forEach(entry -> inputs.put(entry.key(), input(values.named(entry))));
        }
        return inputs;
    }

    private InputSpec input(YamlNode.Entry entry) {
        MappingReader fields = new MappingReader(entry.value(), InputKeys.INPUT, errors);
        return new InputSpec(
                entry.key(),
                fields.read(InputKeys.DATASET).orElse(entry.key()),
                fields.get(InputKeys.OPTIONAL),
                fields.get(InputKeys.WINDOW),
                fields.get(InputKeys.OFFSET),
                fields.get(InputKeys.EXPECT),
                fields.orNull(InputKeys.MINIMUM),
                fields.orNull(InputKeys.DEADLINE),
                InputKeys.PACE.read(fields));
    }
}
