package io.freshet.language.read;

import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.language.grammar.Grammar;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.PathValueReaders;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.TimeValueReaders;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tasks. */
final class TaskReader {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);
    private static final int MOST_PRIORITY = 1_000;

    private final SpecErrors errors;
    private final ValueReaders values;
    private final TimeValueReaders times;
    private final InputReader inputs;
    private final OutputReader outputs;
    private final RunReader runs;
    private final FailurePolicyReader policies;

    TaskReader(SpecErrors errors, ValueReaders values, TimeValueReaders times, PathValueReaders paths) {
        this.errors = errors;
        this.values = values;
        this.times = times;
        this.inputs = new InputReader(errors, values, times);
        this.outputs = new OutputReader(errors, values);
        this.runs = new RunReader(errors, values, paths);
        this.policies = new FailurePolicyReader(errors, values, times);
    }

    TaskSpec read(YamlNode.Entry entry) {
        MappingReader fields = new MappingReader(entry.value(), Grammar.TASK, errors);
        return new TaskSpec(
                entry.key(),
                fields.read("inputs", inputs::inputs).orElse(Map.of()),
                fields.read("outputs", outputs::outputs).orElse(Map.of()),
                fields.read("partitionBy", values.listOf(values::text)).orElse(List.of()),
                fields.require("run", runs::run).orElse(RunReader.NOTHING),
                fields.read("params", this::params).orElse(Map.of()),
                fields.read("retries", policies::retries).orElse(RetrySpec.NONE),
                fields.read("timeout", times.duration(SECOND, LONGEST_TIMEOUT)).orElse(null),
                fields.read("runAs", policies::runAs).orElse(null),
                fields.read("clears", values.listOf(values::name)).orElse(List.of()),
                fields.read("when", values::text).orElse(null),
                fields.read("onFailure", policies::onFailure).orElse(null),
                fields.read("pool", values::name).orElse(TaskSpec.DEFAULT_POOL),
                fields.read("priority", values.integer(-MOST_PRIORITY, MOST_PRIORITY))
                        .orElse(0),
                fields.read("maxActive", values.integer(1, Integer.MAX_VALUE)).orElse(null),
                fields.read("onChange", values.oneOf(TaskSpec.OnChange.class)).orElse(TaskSpec.OnChange.QUEUE),
                fields.read("cache", policies::cache).orElse(new CacheSpec.On()),
                fields.read("batch", policies::batch).orElse(null));
    }

    private Optional<Map<String, String>> params(YamlNode node) {
        Map<String, String> params = new LinkedHashMap<>();
        for (YamlNode.Entry entry : values.entries(node)) {
            ParamReader.requireName(entry, errors);
            values.literal(entry.value()).ifPresent(text -> params.put(entry.key(), text));
        }
        return Optional.of(params);
    }
}
