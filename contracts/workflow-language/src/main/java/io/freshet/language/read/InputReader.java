package io.freshet.language.read;

import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.language.grammar.Grammar;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.TimeValueReaders;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the inputs of a task: a mapping by name, or a list of datasets that say nothing more. */
final class InputReader {
    private static final int MOST_STEPS = 10_000;
    private static final int MOST_PARTITIONS = 1_000_000;
    private static final Duration SHORTEST_PACE = Duration.ofMillis(1);
    private static final Duration LONGEST_PACE = Duration.ofDays(31);
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(366);

    private final SpecErrors errors;
    private final ValueReaders values;
    private final TimeValueReaders times;

    InputReader(SpecErrors errors, ValueReaders values, TimeValueReaders times) {
        this.errors = errors;
        this.values = values;
        this.times = times;
    }

    Optional<Map<String, InputSpec>> inputs(YamlNode node) {
        Map<String, InputSpec> inputs = new LinkedHashMap<>();
        if (node instanceof YamlNode.Sequence) {
            List<String> datasets = values.listOf(values::text).apply(node).orElse(List.of());
            datasets.forEach(dataset -> inputs.put(dataset, InputSpec.of(dataset)));
        } else {
            values.entriesOrNames(node).forEach(entry -> inputs.put(entry.key(), input(values.named(entry))));
        }
        return Optional.of(inputs);
    }

    private InputSpec input(YamlNode.Entry entry) {
        MappingReader fields = new MappingReader(entry.value(), Grammar.INPUT, errors);
        return new InputSpec(
                entry.key(),
                fields.read("dataset", values::text).orElse(entry.key()),
                fields.read("optional", values::bool).orElse(false),
                fields.read("window", values.mapOf(values.integer(1, MOST_STEPS)))
                        .orElse(Map.of()),
                fields.read("offset", values.mapOf(values.integer(-MOST_STEPS, -1)))
                        .orElse(Map.of()),
                fields.read("expect", values.mapOf(values.someOf(values::literal)))
                        .orElse(Map.of()),
                fields.read("minimum", values.integer(1, MOST_PARTITIONS)).orElse(null),
                fields.read("deadline", times.duration(Duration.ofSeconds(1), LONGEST_DEADLINE))
                        .orElse(null),
                pace(fields));
    }

    private PaceSpec pace(MappingReader fields) {
        return new PaceSpec(
                fields.read("debounce", times.duration(SHORTEST_PACE, LONGEST_PACE))
                        .orElse(null),
                fields.read("throttle", times.duration(SHORTEST_PACE, LONGEST_PACE))
                        .orElse(null),
                fields.read("batch", values.integer(1, MOST_PARTITIONS)).orElse(null));
    }
}
